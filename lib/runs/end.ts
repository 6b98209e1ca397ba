import { eq } from "drizzle-orm";
import { runs, steps } from "#drizzle/schema/runs.ts";
import { jobTypeOf } from "../job-types/find.ts";
import { appNow } from "../platform/clock.ts";
import type { Tx } from "../platform/db.ts";
import { enqueue } from "../platform/queue.ts";
import { noteEnd } from "../notices/note-end.ts";
import { queueReports } from "../reports/queue-reports.ts";
import { noteQuarantined } from "../sweeps/note.ts";
import { closeAttempt } from "./close-attempt.ts";
import { crashesOf } from "./crashes.ts";
import { messageOf } from "./end-message.ts";
import { lockHeld, writeAsRun, type Claim, type HeldRow } from "./fence.ts";
import { releaseParked } from "./park.ts";
import type { PendingWork } from "./pending.ts";
import { lockLane } from "./room.ts";
import type { RunStatus } from "./status.ts";
import { judge, type Ending, type Verdict } from "./verdict.ts";
import { writePending } from "./write-pending.ts";

/**
 * Ends a claim: the run's status with its message, the attempt, its steps, the notice, and whoever waited for its place. One
 * transaction, fenced. A failure that the job type's policy forgives becomes a later attempt. Answers the new status.
 * Throws `ClaimLost` when the run was taken or ended by somebody else, Refusal `unavailable` when the database is away.
 */
export async function endRun(
  run: Claim & { jobType: string },
  ending: Ending,
  pending?: PendingWork,
): Promise<RunStatus> {
  return await writeAsRun(run, async (tx) => {
    await lockLane(tx, run);
    if (pending) await writePending(tx, run, pending);
    const row = await lockHeld(tx, run);
    return await endWithin(tx, row, ending);
  });
}

/** The same for a row that the caller has locked, after its lane. */
export async function endWithin(tx: Tx, row: HeldRow, ending: Ending): Promise<RunStatus> {
  const type = jobTypeOf(row.jobType);
  const crashes =
    ending.outcome === "failed" && ending.crashed ? (await crashesOf(tx, row)) + 1 : 0;
  const verdict = judge(row, ending, type?.retry, crashes);
  const tallies = await tx
    .select({ tallies: steps.tallies })
    .from(steps)
    .where(eq(steps.runId, row.id));
  const message = messageOf({
    row,
    ending,
    verdict,
    tallies: tallies.map((step) => step.tallies),
    names: type?.tallies ?? {},
  });
  await updateRun(tx, row, ending, verdict, message);
  await closeAttempt(tx, row, {
    outcome: verdict.attemptOutcome,
    error: ending.outcome === "failed" ? ending.error : undefined,
  });
  if (verdict.quarantined) await noteQuarantined(tx, row);
  if (verdict.retryInSeconds !== undefined) await enqueue(tx, row.id, verdict.retryInSeconds);
  else await tellEnd(tx, row, verdict.status, message);
  if (type) await releaseParked(tx, row, type.concurrencyPerDomain, type.payloadVersion);
  return verdict.status;
}

/** The bell and the outbox, with the end that they tell of. */
async function tellEnd(
  tx: Tx,
  row: HeldRow,
  status: RunStatus,
  message: string | null,
): Promise<void> {
  await noteEnd(tx, row, status, message);
  await queueReports(tx, row, status);
}

async function updateRun(
  tx: Tx,
  row: HeldRow,
  ending: Ending,
  verdict: Verdict,
  message: string | null,
): Promise<void> {
  const error = ending.outcome === "failed" ? ending.error : undefined;
  await tx
    .update(runs)
    .set({
      status: verdict.status,
      message,
      // One that is tried again has not ended; its attempt has.
      endedAt: verdict.retryInSeconds === undefined ? appNow : null,
      updatedAt: appNow,
      startAt: verdict.startAt ?? row.startAt,
      errorCode: error?.code ?? null,
      errorMessage: error?.message ?? null,
      ...(verdict.crashed ? { crashCount: row.crashCount + 1 } : {}),
      ...(verdict.quarantined ? { quarantinedAt: appNow } : {}),
    })
    .where(eq(runs.id, row.id));
}
