import { and, eq, max, sql } from "drizzle-orm";
import { mails } from "#drizzle/schema/mail.ts";
import { memberships, roles, users } from "#drizzle/schema/people.ts";
import { workers } from "#drizzle/schema/runs.ts";
import { write } from "../access/transact.ts";
import { systemViewer } from "../access/viewer.ts";
import { queueMail } from "../mails/queue.ts";
import { now } from "../platform/clock.ts";
import type { Tx } from "../platform/db.ts";
import { publicUrl } from "../platform/env.ts";
import { composeNote } from "../reports/compose-note.ts";

/** After so long without a sign of any worker the administrators are told. */
const SILENT_SECONDS = 60;

/** Tells the installation's administrators once per silence. Answers how many mails were queued. */
export async function alarmSilence(): Promise<number> {
  return await write(systemViewer("watchdog"), async (tx) => {
    const [row] = await tx.select({ lastSign: max(workers.heartbeatAt) }).from(workers);
    const since = row?.lastSign;
    if (!since || (await now(tx)).getTime() - since.getTime() < SILENT_SECONDS * 1000) return 0;
    await tx.execute(sql`select pg_advisory_xact_lock(hashtext('nightshift silence'))`);
    const threadId = `no-worker.${since.getTime()}`;
    const [told] = await tx
      .select({ id: mails.id })
      .from(mails)
      .where(eq(mails.threadId, threadId))
      .limit(1);
    if (told) return 0;
    const recipients = await administrators(tx);
    for (const recipient of recipients) await queueMail(tx, alarmTo(recipient, threadId, since));
    return recipients.length;
  });
}

async function administrators(tx: Tx): Promise<string[]> {
  const rows = await tx
    .selectDistinct({ email: users.email })
    .from(users)
    .innerJoin(memberships, eq(memberships.userId, users.id))
    .innerJoin(roles, eq(roles.id, memberships.roleId))
    .where(
      and(
        eq(users.status, "active"),
        eq(memberships.allDomains, true),
        sql`'installation.manage' = any(${roles.permissions})`,
      ),
    );
  return rows.map((user) => user.email);
}

function alarmTo(recipient: string, threadId: string, since: Date) {
  const content = composeNote({
    subject: "[ALARM] No worker is alive",
    headline: "No worker is alive",
    sentence: `The last one was heard at ${since.toISOString().slice(0, 19).replace("T", " ")} UTC. Nothing starts until one is back; nothing is lost meanwhile.`,
    remedy:
      "What to try: look at the worker's host and its log, and start one with npm run worker.",
    link: { text: "Open Nightshift", url: publicUrl() },
    foot: "You get this because you administer the installation.",
  });
  return { kind: "alarm", recipient, because: "", domainId: null, threadId, content } as const;
}
