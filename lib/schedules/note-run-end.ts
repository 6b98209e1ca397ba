import { eq } from "drizzle-orm";
import { schedules } from "#drizzle/schema/schedules.ts";
import type { Tx } from "../platform/db.ts";
import type { RunStatus } from "../runs/status.ts";
import { isPaused, pauseByItself } from "./pause.ts";
import { now } from "../platform/clock.ts";

type EndedRun = { id: number; scheduleId: string | null };

/** How many of its runs have failed in a row, before the one that ended and with it. */
export type FailureCount = { before: number; after: number };

/**
 * Counts a schedule's failures in the transaction that ends its run, and pauses it after as many as were set. A stopped or
 * cancelled run counts as neither. Null: the run belongs to no schedule.
 */
export async function noteScheduledRunEnd(
  tx: Tx,
  run: EndedRun,
  status: RunStatus,
): Promise<FailureCount | null> {
  if (!run.scheduleId) return null;
  const [schedule] = await tx
    .select()
    .from(schedules)
    .where(eq(schedules.id, run.scheduleId))
    .for("no key update");
  if (!schedule) return null;
  const before = schedule.failuresInARow;
  const after = status === "failed" ? before + 1 : isSuccess(status) ? 0 : before;
  if (after !== before)
    await tx.update(schedules).set({ failuresInARow: after }).where(eq(schedules.id, schedule.id));
  const limit = schedule.pauseAfterFailures;
  if (limit !== null && after > before && after >= limit && !isPaused(schedule, await now(tx)))
    await pauseByItself(tx, schedule, reasonOf(after, run.id), { runId: run.id });
  return { before, after };
}

const isSuccess = (status: RunStatus) =>
  status === "completed" || status === "completed-with-warnings";

const reasonOf = (count: number, runId: number) =>
  count === 1
    ? `Run #${runId} failed.`
    : `${count} runs in a row failed, the last one is #${runId}.`;
