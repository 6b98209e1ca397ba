import { sql } from "drizzle-orm";
import { steps } from "#drizzle/schema/runs.ts";
import { jobTypeOf } from "../job-types/find.ts";
import { noteEnd } from "../notices/note-end.ts";
import type { Tx } from "../platform/db.ts";
import { enqueue } from "../platform/queue.ts";
import { queueReports } from "../reports/queue-reports.ts";
import { noteQuarantined } from "../sweeps/note.ts";
import { among } from "./among.ts";
import { insertLines, type LogInput } from "./append-log.ts";
import { closeAttempt, closeGoodAttempts } from "./close-attempt.ts";
import { crashesOf } from "./crashes.ts";
import { messageOf, type StepCounts } from "./end-message.ts";
import type { HeldRow } from "./fence.ts";
import { releaseParked } from "./park.ts";
import type { PendingWork } from "./pending.ts";
import { laneKey, lockLane } from "./room.ts";
import type { RunStatus } from "./status.ts";
import { judge, type Ending, type Verdict } from "./verdict.ts";
import { writeEnds } from "./write-ends.ts";
import { writeFindings, writeSteps } from "./write-pending.ts";

export type RowEnd = {
  row: HeldRow;
  ending: Ending;
  pending?: PendingWork | undefined;
  lines?: LogInput[] | undefined;
};

/** A row with what was decided about it. */
export type JudgedRow = RowEnd & { verdict: Verdict; message: string | null };

/** Ends runs whose rows are locked in this transaction. Answers the new status of each. */
export async function endRows(tx: Tx, ends: RowEnd[]): Promise<Map<number, RunStatus>> {
  if (ends.length === 0) return new Map();
  await writeSteps(
    tx,
    ends.map(({ row, pending }) => ({ run: row, states: pending?.steps ?? [] })),
  );
  for (const { row, pending } of ends) if (pending) await writeFindings(tx, row, pending);
  await insertLines(
    tx,
    ends.map(({ row, lines = [] }) => ({ run: row, after: row.logSeq, lines })),
  );
  const judged = await judgeAll(tx, ends);
  await writeEnds(tx, judged);
  await closeAttempts(tx, judged);
  for (const each of judged) await tellEnd(tx, each);
  await releaseLanes(tx, judged);
  return new Map(judged.map(({ row, verdict }) => [row.id, verdict.status]));
}

async function judgeAll(tx: Tx, ends: RowEnd[]): Promise<JudgedRow[]> {
  const counts = await stepCountsOf(tx, ends);
  const judged: JudgedRow[] = [];
  for (const { row: locked, ending, pending, lines } of ends) {
    const row = pending ? { ...locked, ...countsOf(pending) } : locked;
    const type = jobTypeOf(row.jobType);
    const hasCrashed = ending.outcome === "failed" && ending.crashed;
    const crashes = hasCrashed ? (await crashesOf(tx, row)) + 1 : 0;
    const verdict = judge(row, ending, type?.retry, crashes);
    const known = { steps: counts.get(row.id) ?? [], names: type?.tallies ?? {} };
    judged.push({
      row,
      ending,
      pending,
      lines,
      verdict,
      message: messageOf({ row, ending, verdict, ...known }),
    });
  }
  return judged;
}

const countsOf = ({ warningCount, issueCount, message }: PendingWork) => ({
  warningCount,
  issueCount,
  message,
});

async function stepCountsOf(tx: Tx, ends: RowEnd[]): Promise<Map<number, StepCounts[]>> {
  const rows = await tx
    .select({
      runId: steps.runId,
      status: steps.status,
      done: steps.progressDone,
      total: steps.progressTotal,
      tallies: steps.tallies,
    })
    .from(steps)
    .where(
      among(
        ends.map(({ row }) => row.id),
        sql`${steps.runId}`,
      ),
    );
  return Map.groupBy(rows, (step) => step.runId);
}

async function closeAttempts(tx: Tx, judged: JudgedRow[]): Promise<void> {
  const isGood = ({ ending }: JudgedRow) => ending.outcome === "done";
  await closeGoodAttempts(
    tx,
    judged.filter(isGood).map(({ row, verdict }) => ({ ...row, outcome: verdict.attemptOutcome })),
  );
  for (const each of judged.filter((one) => !isGood(one))) {
    await closeAttempt(tx, each.row, {
      outcome: each.verdict.attemptOutcome,
      error: each.ending.outcome === "failed" ? each.ending.error : undefined,
    });
  }
}

/** The bell and the outbox, with the end that they tell of; one that is tried again has not ended. */
async function tellEnd(tx: Tx, { row, verdict, message }: JudgedRow): Promise<void> {
  if (verdict.quarantined) await noteQuarantined(tx, row);
  if (verdict.retryInSeconds !== undefined) return enqueue(tx, row.id, verdict.retryInSeconds);
  await noteEnd(tx, row, verdict.status, message);
  await queueReports(tx, row, verdict.status);
}

/** Last, so that their lanes are held no longer than it takes to commit. */
async function releaseLanes(tx: Tx, judged: JudgedRow[]): Promise<void> {
  const lanes = new Map(judged.map(({ row }) => [laneKey(row), row]));
  for (const [, row] of [...lanes].sort(([a], [b]) => (a < b ? -1 : 1))) {
    const type = jobTypeOf(row.jobType);
    if (!type) continue;
    await lockLane(tx, row);
    await releaseParked(tx, row, type.concurrencyPerDomain, type.payloadVersion);
  }
}
