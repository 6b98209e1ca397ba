import { and, eq, inArray } from "drizzle-orm";
import { steps } from "#drizzle/schema/runs.ts";
import { appNow } from "../platform/clock.ts";
import type { Tx } from "../platform/db.ts";

/** Ends the steps that are under way, for a run that ends without a worker. */
export async function endSteps(tx: Tx, runId: number, status: "failed" | "stopped"): Promise<void> {
  await tx
    .update(steps)
    .set({ status, endedAt: appNow })
    .where(and(eq(steps.runId, runId), eq(steps.status, "running")));
}

/**
 * Makes the steps that did not complete wait again. With a checkpoint they go on from there and keep what they counted; without
 * one they start from nothing. Completed ones stay: the worker skips them.
 */
export async function reopenSteps(tx: Tx, runId: number, fromCheckpoint: boolean): Promise<void> {
  const emptied = fromCheckpoint ? {} : { progressDone: 0, progressTotal: null, tallies: {} };
  await tx
    .update(steps)
    .set({ status: "waiting", startedAt: null, endedAt: null, message: null, ...emptied })
    .where(and(eq(steps.runId, runId), inArray(steps.status, ["running", "failed", "stopped"])));
}
