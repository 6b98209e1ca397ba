import { and, eq, isNotNull, sql } from "drizzle-orm";
import { runs } from "#drizzle/schema/runs.ts";
import type { Viewer } from "../access/viewer.ts";
import { requeueRun, type Requeued } from "./requeue.ts";

export type ReleaseInput = { runId: number; seenClaim?: number };

/**
 * Takes a run out of quarantine and tries it again. The mark holds for job type and input, so it is taken from every run of the
 * domain that has the same.
 * Throws Refusal `not-found`, `forbidden`, `conflict` (not quarantined, or not failed any more).
 */
export function releaseRun(viewer: Viewer, { runId, seenClaim }: ReleaseInput): Promise<Requeued> {
  return requeueRun(viewer, runId, "release", {
    seenClaim,
    set: { quarantinedAt: null, crashCount: 0 },
    also: async (tx, run) => {
      const sameDomain = sql`${runs.domainId} is not distinct from ${run.domainId}`;
      await tx
        .update(runs)
        .set({ quarantinedAt: null })
        .where(
          and(
            eq(runs.jobType, run.jobType),
            eq(runs.inputHash, run.inputHash),
            sameDomain,
            isNotNull(runs.quarantinedAt),
          ),
        );
    },
  });
}
