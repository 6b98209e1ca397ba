import { and, eq } from "drizzle-orm";
import { runs } from "#drizzle/schema/runs.ts";
import { appNow } from "../platform/clock.ts";
import type { Tx } from "../platform/db.ts";
import { noteTaken } from "../sweeps/note.ts";
import { closeAttempt } from "./close-attempt.ts";
import { endWithin } from "./end.ts";
import { HELD_COLUMNS, held, type Claim } from "./fence.ts";
import { lockLane } from "./room.ts";

/**
 * Takes a run from a worker that was lost: `interrupted`, with the last sign of life as its end; one that was asked to stop is
 * stopped. False: somebody else was faster, or holds the row just now and it is looked at again by the next sweep.
 */
export async function interruptRun(
  tx: Tx,
  run: Claim & { jobType: string; workerId: string | null },
  lastSign: Date,
  workerName: string,
): Promise<boolean> {
  await lockLane(tx, run);
  const [row] = await tx
    .select(HELD_COLUMNS)
    .from(runs)
    .where(held(run))
    .for("no key update", { skipLocked: true });
  if (!row) return false;
  const { jobType, workerId } = run;
  const taken = {
    id: row.id,
    claim: row.claim,
    jobType,
    workerId,
    workerName,
    lastSignAt: lastSign,
  };
  if (row.status === "stopping") {
    await noteTaken(tx, { ...taken, outcome: "stopped" });
    await endWithin(tx, row, { outcome: "stopped", forced: true });
    return true;
  }
  await noteTaken(tx, taken);
  const error = { code: "worker-lost", message: `The worker ${workerName} was lost.` };
  await tx
    .update(runs)
    .set({
      status: "interrupted",
      endedAt: lastSign,
      errorCode: error.code,
      errorMessage: error.message,
      message: error.message,
      updatedAt: appNow,
      updatedBy: "sweep",
    })
    .where(and(eq(runs.id, row.id), eq(runs.claim, row.claim)));
  await closeAttempt(tx, row, { outcome: "interrupted", error, endedAt: lastSign });
  return true;
}
