import { and, eq, gt } from "drizzle-orm";
import { runs } from "#drizzle/schema/runs.ts";
import type { Viewer } from "../access/viewer.ts";
import type { Target } from "./change.ts";
import { inLane } from "./room.ts";
import { requeueRun, type Requeued } from "./requeue.ts";

/**
 * Takes a run out of quarantine and tries it again. Crashes are counted over all runs of the domain with the same
 * job type and input, so they are forgotten in all of them.
 * Throws Refusal `not-found`, `forbidden`, `conflict` (not quarantined, or not failed any more).
 */
export function releaseRun(viewer: Viewer, target: Target): Promise<Requeued> {
  return requeueRun(viewer, target, "release", {
    set: { quarantinedAt: null, crashCount: 0 },
    also: async (tx, run) => {
      await tx
        .update(runs)
        .set({ quarantinedAt: null, crashCount: 0 })
        .where(and(inLane(run), eq(runs.inputHash, run.inputHash), gt(runs.crashCount, 0)));
    },
  });
}
