import { and, desc, eq, isNull, sql } from "drizzle-orm";
import { notices } from "#drizzle/schema/data.ts";
import { domains } from "#drizzle/schema/people.ts";
import { runs } from "#drizzle/schema/runs.ts";
import { read } from "../access/transact.ts";
import { visibleTo } from "../access/visible.ts";
import type { Viewer } from "../access/viewer.ts";
import type { RunStatus } from "../runs/status.ts";
import { ownNotices } from "./own.ts";
import { isMomentText } from "../text/moment-text.ts";

export type Notice = {
  id: string;
  outcome: RunStatus;
  title: string;
  body: string | null;
  domainName: string | null;
  createdAt: string;
  read: boolean;
  /** Its run, while that exists and the viewer may see it. */
  runId: number | null;
};

export type NoticePage = {
  notices: Notice[];
  /** Cursor of the page of older ones; null where there is none. */
  next: string | null;
};

/** A moment and the id of the notice that was last on the page before. */
const CURSOR =
  /^(?:19|20|21)\d\d-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z_[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

const PAGE = 50;

/** The viewer's own notices, newest first. */
export function listNotices(
  viewer: Viewer,
  { unread, before }: { unread: boolean; before?: string | undefined },
): Promise<NoticePage> {
  return read(viewer, async (tx) => {
    const rows = await tx
      .select({
        id: notices.id,
        outcome: notices.outcome,
        title: notices.title,
        body: notices.body,
        domainName: domains.name,
        createdAt: notices.createdAt,
        readAt: notices.readAt,
        runId: runs.id,
      })
      .from(notices)
      .leftJoin(domains, eq(domains.id, notices.domainId))
      .leftJoin(runs, and(eq(runs.id, notices.runId), visibleTo(viewer, runs)))
      .where(
        and(ownNotices(viewer), unread ? isNull(notices.readAt) : undefined, olderThan(before)),
      )
      .orderBy(desc(notices.createdAt), desc(notices.id))
      .limit(PAGE + 1);
    const shown = rows.slice(0, PAGE).map(({ createdAt, readAt, outcome, ...row }) => {
      return {
        ...row,
        outcome: outcome as RunStatus,
        createdAt: createdAt.toISOString(),
        read: readAt !== null,
      };
    });
    return { notices: shown, next: rows.length > PAGE ? cursorOf(shown.at(-1)) : null };
  });
}

const cursorOf = (notice: Notice | undefined) =>
  notice ? `${notice.createdAt}_${notice.id}` : null;

function olderThan(cursor: string | undefined) {
  const [at = "", id] = cursor && CURSOR.test(cursor) ? cursor.split("_") : [];
  if (!isMomentText(at)) return undefined;
  return sql`(${notices.createdAt}, ${notices.id}) < (${at}::timestamptz, ${id}::uuid)`;
}
