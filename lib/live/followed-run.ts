import { read } from "../access/transact.ts";
import type { Viewer } from "../access/viewer.ts";
import { loadRun } from "../runs/load.ts";

/** Throws Refusal `not-found` when the viewer may not see the run that a page wants to follow. */
export async function followedRun(viewer: Viewer, runId: number | undefined): Promise<void> {
  if (runId !== undefined) await read(viewer, (tx) => loadRun(tx, viewer, runId));
}
