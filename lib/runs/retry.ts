import type { Viewer } from "../access/viewer.ts";
import { requeueRun, type Requeued } from "./requeue.ts";

export type RetryInput = {
  runId: number;
  /** The claim that the viewer saw. With it, a repeated request that comes late is refused. */
  seenClaim?: number;
};

/**
 * Makes a new attempt of the same run with the same input; it goes on from its checkpoint where it left one. Two requests at
 * the same moment make one attempt: the second is refused with what happened.
 * Throws Refusal `not-found`, `forbidden`, `conflict` (not ended, completed, quarantined, retired, overlapping).
 */
export function retryRun(viewer: Viewer, { runId, seenClaim }: RetryInput): Promise<Requeued> {
  return requeueRun(viewer, runId, "retry", { seenClaim });
}
