import { and, eq, sql } from "drizzle-orm";
import { reportOptOuts } from "#drizzle/schema/mail.ts";
import { write } from "../access/transact.ts";
import { systemViewer } from "../access/viewer.ts";
import { recordAudit } from "../audit/record.ts";
import { appNow } from "../platform/clock.ts";
import type { Tx } from "../platform/db.ts";
import { isOurLink, type UnsubscribeLink } from "../mails/unsubscribe-link.ts";
import { notFound } from "../text/refusal.ts";

/** Which reports a recipient no longer wants: a schedule's, or one job type's in one domain (`type.domain`). */
export const jobOf = (run: {
  scheduleId: string | null;
  jobType: string;
  domainId: string | null;
}) => run.scheduleId ?? `${run.jobType}.${run.domainId ?? "installation"}`;

/**
 * Takes this recipient off this job's reports; a second time changes nothing. The signature is the authority: who clicks in a mail is not
 * signed in. Throws Refusal `not-found` for a link that is not ours.
 */
export async function unsubscribe(input: UnsubscribeLink): Promise<void> {
  if (!isOurLink(input)) throw notFound("This link");
  const actor = { ...systemViewer("unsubscribe link"), email: input.to };
  await write(actor, async (tx) => {
    const added = await tx
      .insert(reportOptOuts)
      .values({ recipient: input.to.toLowerCase(), job: input.job, createdAt: appNow })
      .onConflictDoNothing()
      .returning({ job: reportOptOuts.job });
    if (added.length === 0) return;
    const entry = { action: "report.unsubscribe", objectType: "recipient", objectId: input.to };
    await recordAudit(tx, actor, { ...entry, domainId: null, after: { job: input.job } });
  });
}

/** Whether a recipient has taken himself off. */
export async function isOptedOut(tx: Tx, to: string, job: string): Promise<boolean> {
  const [row] = await tx
    .select({ one: sql`1` })
    .from(reportOptOuts)
    .where(and(eq(reportOptOuts.recipient, to.toLowerCase()), eq(reportOptOuts.job, job)));
  return row !== undefined;
}
