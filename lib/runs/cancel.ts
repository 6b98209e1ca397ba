import type { Viewer } from "../access/viewer.ts";
import { appNow } from "../platform/clock.ts";
import { changeRun, type Target } from "./change.ts";
import type { RunStatus } from "./status.ts";

export type CancelInput = Target & { reason?: string };

/**
 * Takes a waiting run back before it starts. Its message stays in the queue and is thrown away by the worker that meets it,
 * for the web process may not delete there.
 * Throws Refusal `not-found`, `forbidden`, `conflict` (it is not waiting any more).
 */
export async function cancelRun(
  viewer: Viewer,
  { reason, ...target }: CancelInput,
): Promise<{ runId: number; status: RunStatus }> {
  const status = await changeRun(viewer, target, "cancel", () => ({
    to: "cancelled",
    set: {
      endedAt: appNow,
      parkedAt: null,
      stopRequestedAt: appNow,
      stopRequestedBy: viewer.name,
      stopReason: reason ?? null,
      message: `Cancelled by ${viewer.name}`,
    },
    note: reason ? { reason } : {},
  }));
  return { runId: target.runId, status };
}
