import { eq } from "drizzle-orm";
import { runs } from "#drizzle/schema/runs.ts";
import { appNow } from "../platform/clock.ts";
import { enqueue } from "../platform/queue.ts";
import { closeAttempt } from "./close-attempt.ts";
import { endWithin } from "./end.ts";
import { lockHeld, writeAsRun, type Claim } from "./fence.ts";
import { lockLane } from "./room.ts";
import type { RunStatus } from "./status.ts";

/**
 * Gives a run back because its worker can't go on with it: the next worker goes on with the same attempt from the last checkpoint.
 * `why` ends the sentence "its worker …". One that was asked to stop meanwhile is stopped instead. Throws `ClaimLost`.
 */
export async function handOverRun(
  run: Claim & { jobType: string },
  workerName: string,
  why = "shuts down",
): Promise<RunStatus> {
  return await writeAsRun(run, async (tx) => {
    await lockLane(tx, run);
    const row = await lockHeld(tx, run);
    if (row.status === "stopping")
      return await endWithin(tx, row, { outcome: "stopped", forced: false });
    await tx
      .update(runs)
      .set({
        status: "queued",
        workerId: null,
        queuedAt: appNow,
        message: `Handed over by ${workerName}, which ${why}`,
        updatedAt: appNow,
        updatedBy: workerName,
      })
      .where(eq(runs.id, run.id));
    await closeAttempt(tx, run, { outcome: "handed-over" });
    await enqueue(tx, run.id);
    return "queued";
  });
}
