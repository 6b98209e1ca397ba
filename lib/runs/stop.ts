import { sql } from "drizzle-orm";
import type { Viewer } from "../access/viewer.ts";
import { read } from "../access/transact.ts";
import { appNow } from "../platform/clock.ts";
import { CHANNEL } from "../platform/queue.ts";
import { isRefusal } from "../text/refusal.ts";
import { cancelRun } from "./cancel.ts";
import { changeRun, type Target } from "./change.ts";
import { loadRun, type StoredRun } from "./load.ts";
import { WAITING, type RunStatus } from "./status.ts";
import { endSteps } from "./steps.ts";

export type StopInput = Target & { reason?: string };

/** `stopping`: its worker was told. `cancelled`: it had not started. `stopped`: its worker was lost before. */
export type Stopped = { runId: number; status: RunStatus };

/**
 * Stops a run: a running one is told and ends at its next safe point, a waiting one is cancelled at once, one whose worker was
 * lost is not tried again. `reason` is shown on the run page. With `seenStatus` it is done as it was counted: what waited then
 * and runs now is left alone.
 * Throws Refusal `not-found`, `forbidden`, `conflict` (it has ended, is stopping already, or its job type can't be stopped).
 */
export async function stopRun(viewer: Viewer, input: StopInput): Promise<Stopped> {
  if (input.seenStatus)
    return WAITING.includes(input.seenStatus)
      ? await cancelRun(viewer, input)
      : await stopUnderWay(viewer, input);
  return (await cancelWhileWaiting(viewer, input)) ?? (await stopUnderWay(viewer, input));
}

/** Undefined: it is not waiting, or a worker took it at this very moment; then it is to be stopped all the same. */
async function cancelWhileWaiting(viewer: Viewer, input: StopInput): Promise<Stopped | undefined> {
  const run = await read(viewer, (tx) => loadRun(tx, viewer, input.runId));
  if (!WAITING.includes(run.status)) return undefined;
  try {
    return await cancelRun(viewer, input);
  } catch (error) {
    if (isRefusal(error, "conflict")) return undefined;
    throw error;
  }
}

async function stopUnderWay(viewer: Viewer, { reason, ...target }: StopInput): Promise<Stopped> {
  const { runId } = target;
  const status = await changeRun(
    viewer,
    target,
    "stop",
    (found) => ({ ...changeOf(found, viewer, reason), note: reason ? { reason } : {} }),
    async (tx, found) => {
      if (found.status === "interrupted") return await endSteps(tx, runId, "stopped");
      await tx.execute(sql`select pg_notify(${CHANNEL.stop}, ${String(runId)})`);
    },
  );
  return { runId, status };
}

function changeOf(run: StoredRun, viewer: Viewer, reason: string | undefined) {
  const request = {
    stopRequestedAt: appNow,
    stopRequestedBy: viewer.name,
    stopReason: reason ?? null,
  };
  if (run.status !== "interrupted") return { to: "stopping" as const, set: request };
  const message = `Stopped by ${viewer.name} after its worker was lost`;
  return { to: "stopped" as const, set: { ...request, message, endedAt: run.endedAt ?? appNow } };
}
