import type { RunRow } from "#lib/runs/row.ts";
import type { ScheduleRow } from "#lib/schedules/row.ts";
import type { Ticked } from "./ticked.ts";

/** What the bar needs to know of a ticked row. */
export const tickedOf = ({ id, identifier, lastRun, may }: ScheduleRow): Ticked => ({
  id,
  identifier,
  alive: isAlive(lastRun),
  mayRun: may.run,
  mayStop: lastRun?.may.stop === true || lastRun?.may.cancel === true,
  stopMeaning: lastRun?.stopMeaning ?? "",
});

/** Whether something of a job is under way: such a job is not started twice, and can be stopped. */
function isAlive(run: RunRow | null): boolean {
  if (!run) return false;
  if (run.status === "deferred") return run.attempt > 0;
  return ["queued", "running", "stopping", "interrupted"].includes(run.status);
}
