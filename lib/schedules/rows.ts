import { read } from "../access/transact.ts";
import type { Viewer } from "../access/viewer.ts";
import { now } from "../platform/clock.ts";
import { requireSchedulesView } from "./access.ts";
import { readScheduleRows, type ScheduleRow } from "./row.ts";

/**
 * The rows of these schedules as they are now, in their order; those that the viewer may not see are missing.
 * Throws Refusal `forbidden` for those who may look at schedules nowhere.
 */
export function readSchedules(viewer: Viewer, ids: readonly string[]): Promise<ScheduleRow[]> {
  requireSchedulesView(viewer);
  return read(viewer, (tx) => readScheduleRows(tx, viewer, ids));
}

/** The database clock before a page is read, ISO: what changed since is told by the live stream. */
export const readingBegins = (viewer: Viewer): Promise<string> =>
  read(viewer, async (tx) => (await now(tx)).toISOString());
