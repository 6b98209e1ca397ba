import { and, eq } from "drizzle-orm";
import { runs } from "#drizzle/schema/runs.ts";
import { appNow } from "../platform/clock.ts";
import type { Tx } from "../platform/db.ts";
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
  run: Claim & { jobType: string },
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
  if (row.status === "stopping") {
    await endWithin(tx, row, { outcome: "stopped", forced: true });
    return true;
  }
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
