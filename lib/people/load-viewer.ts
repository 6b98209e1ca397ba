import { and, eq, gt, isNull, lt, sql } from "drizzle-orm";
import { sessions } from "#drizzle/schema/people.ts";
import { read, write } from "../access/transact.ts";
import { systemViewer, type Viewer } from "../access/viewer.ts";
import { appNow } from "../platform/clock.ts";
import type { Tx } from "../platform/db.ts";
import { settings } from "../platform/env.ts";
import { sha256 } from "../platform/ids.ts";
import { loadPersonWithin } from "./load-person.ts";

/**
 * The viewer of a session's secret with the rights of this moment, or null: no such session, ended, idle for too long,
 * too old, or its person is disabled. Asked on every request; nothing is cached between two.
 */
export function loadViewer(sessionSecret: string, address: string | null): Promise<Viewer | null> {
  return write(systemViewer(), async (tx) => {
    const viewer = await loadWithin(tx, sessionSecret, address);
    if (viewer?.sessionId) await touch(tx, viewer.sessionId);
    return viewer;
  });
}

/** The same for a page that only stays open: asking does not keep the session alive. */
export function recheckViewer(
  sessionSecret: string,
  address: string | null,
): Promise<Viewer | null> {
  return read(systemViewer(), (tx) => loadWithin(tx, sessionSecret, address));
}

async function loadWithin(tx: Tx, secret: string, address: string | null): Promise<Viewer | null> {
  const session = await findSession(tx, secret);
  const viewer = session && (await loadPersonWithin(tx, session.userId));
  return viewer ? { ...viewer, sessionId: session.id, address } : null;
}

async function findSession(tx: Tx, secret: string) {
  const [session] = await tx
    .select({ id: sessions.id, userId: sessions.userId })
    .from(sessions)
    .where(
      and(
        eq(sessions.secretHash, sha256(secret)),
        isNull(sessions.endedAt),
        gt(
          sessions.lastSeenAt,
          sql`app_now() - make_interval(secs => ${settings().SESSION_IDLE_HOURS * 3600})`,
        ),
        gt(
          sessions.createdAt,
          sql`app_now() - make_interval(secs => ${settings().SESSION_DAYS * 86_400})`,
        ),
      ),
    );
  return session;
}

/** Once a minute is enough to know that somebody is there. */
async function touch(tx: Tx, sessionId: string): Promise<void> {
  await tx
    .update(sessions)
    .set({ lastSeenAt: appNow })
    .where(
      and(
        eq(sessions.id, sessionId),
        lt(sessions.lastSeenAt, sql`app_now() - interval '1 minute'`),
      ),
    );
}
