import { eq } from "drizzle-orm";
import { users } from "#drizzle/schema/people.ts";
import { schedules } from "#drizzle/schema/schedules.ts";
import { jobTypeOf } from "../job-types/find.ts";
import { queueMail } from "../mails/queue.ts";
import type { Tx } from "../platform/db.ts";
import type { RunStatus } from "../runs/status.ts";
import { noteScheduledRunEnd, type FailureCount } from "../schedules/note-run-end.ts";
import { isOptedOut, jobOf } from "./unsubscribe.ts";

export type EndedRun = {
  id: number;
  jobType: string;
  domainId: string | null;
  scheduleId: string | null;
  startedBy: string | null;
};

/**
 * Puts the reports of a run into the outbox, in the transaction that ends it: to its schedule's recipients, else to the person whose
 * upload it was. What becomes of them never changes the run.
 */
export async function queueReports(tx: Tx, run: EndedRun, status: RunStatus): Promise<void> {
  const failures = await noteScheduledRunEnd(tx, run, status);
  for (const { recipient, because } of await recipientsOf(tx, run, status, failures)) {
    if (await isOptedOut(tx, recipient, jobOf(run))) continue;
    const { id: runId, domainId } = run;
    const threadId = `job.${jobOf(run)}`;
    await queueMail(tx, {
      kind: "report",
      recipient,
      because,
      domainId,
      runId,
      threadId,
      scheduleId: run.scheduleId ?? undefined,
    });
  }
}

type Recipient = { recipient: string; because: string };

async function recipientsOf(
  tx: Tx,
  run: EndedRun,
  status: RunStatus,
  failures: FailureCount | null,
): Promise<Recipient[]> {
  if (run.scheduleId) return await ofSchedule(tx, run.scheduleId, status, failures);
  return jobTypeOf(run.jobType)?.kind === "import" ? await ofUpload(tx, run) : [];
}

async function ofSchedule(
  tx: Tx,
  scheduleId: string,
  status: RunStatus,
  failures: FailureCount | null,
): Promise<Recipient[]> {
  const [schedule] = await tx.select().from(schedules).where(eq(schedules.id, scheduleId));
  if (!schedule?.reportEnabled || !OCCASIONS[schedule.reportWhen](status, failures)) return [];
  const by = schedule.reportChangedBy ?? "somebody";
  const because = `You get this because ${by} put you on the list of ${schedule.jobType}.`;
  return schedule.reportRecipients.map((recipient) => ({ recipient, because }));
}

async function ofUpload(tx: Tx, run: EndedRun): Promise<Recipient[]> {
  if (!run.startedBy) return [];
  const [person] = await tx
    .select({ email: users.email, wants: users.mailUploads })
    .from(users)
    .where(eq(users.id, run.startedBy));
  return person?.wants
    ? [{ recipient: person.email, because: "You get this because you started it." }]
    : [];
}

type Occasion = (status: RunStatus, failures: FailureCount | null) => boolean;

const failed: Occasion = (status) => status === "failed" || status === "interrupted";

/** A stopped run wants a look, but nothing failed. */
const OCCASIONS: Record<
  "always" | "warnings-and-failures" | "failures" | "first-failure-and-recovery",
  Occasion
> = {
  always: () => true,
  "warnings-and-failures": (status) => status !== "completed",
  failures: failed,
  "first-failure-and-recovery": (_status, failures) =>
    failures !== null && (failures.before === 0) !== (failures.after === 0),
};
