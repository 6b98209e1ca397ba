import { read } from "../access/transact.ts";
import type { Viewer } from "../access/viewer.ts";
import type { RunStatus } from "../runs/status.ts";
import { stopRun } from "../runs/stop.ts";
import { isRefusal } from "../text/refusal.ts";
import { loadSchedule } from "./access.ts";
import { aliveRuns } from "./alive.ts";

export type StopNow = { scheduleIds: string[]; reason?: string };

export type StopNowAnswer = {
  stopped: Array<{ scheduleId: string; identifier: string; runId: number; status: RunStatus }>;
  /** Schedules of which nothing was under way. */
  idle: Array<{ scheduleId: string; identifier: string }>;
  /** Runs that could not be stopped, and why. */
  refused: Array<{ scheduleId: string; identifier: string; runId: number; reason: string }>;
};

/**
 * Stops every run that is under way of each schedule; one that may not be stopped hinders no other.
 * Throws Refusal `not-found` (a schedule that the viewer may not see); then nothing is stopped.
 */
export async function stopNow(
  viewer: Viewer,
  { scheduleIds, reason }: StopNow,
): Promise<StopNowAnswer> {
  const answer: StopNowAnswer = { stopped: [], idle: [], refused: [] };
  for (const { named, runIds } of await underWay(viewer, scheduleIds)) {
    if (runIds.length === 0) answer.idle.push(named);
    for (const runId of runIds) {
      try {
        answer.stopped.push({ ...named, ...(await stopRun(viewer, { runId, reason })) });
      } catch (error) {
        if (!isRefusal(error) || error.code === "unavailable") throw error;
        answer.refused.push({ ...named, runId, reason: error.message });
      }
    }
  }
  return answer;
}

function underWay(viewer: Viewer, scheduleIds: string[]) {
  return read(viewer, async (tx) => {
    const schedules = [];
    for (const id of scheduleIds) schedules.push(await loadSchedule(tx, viewer, id));
    const alive = await aliveRuns(tx, scheduleIds);
    return schedules.map(({ id, jobType }) => ({
      named: { scheduleId: id, identifier: jobType },
      runIds: (alive.get(id) ?? []).map((run) => run.id),
    }));
  });
}
