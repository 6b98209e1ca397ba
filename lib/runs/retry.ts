import type { Viewer } from "../access/viewer.ts";
import type { Target } from "./change.ts";
import { requeueRun, type Requeued } from "./requeue.ts";

/**
 * Makes a new attempt of the same run with the same input; it goes on from its checkpoint where it left one. Two requests at
 * the same moment make one attempt: the second is refused with what happened.
 * Throws Refusal `not-found`, `forbidden`, `conflict` (not ended, completed, quarantined, retired, overlapping).
 */
export function retryRun(viewer: Viewer, target: Target): Promise<Requeued> {
  return requeueRun(viewer, target, "retry");
}
