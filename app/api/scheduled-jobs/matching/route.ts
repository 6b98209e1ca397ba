import { ScheduleListInput } from "#lib/schedules/list-input.ts";
import { listScheduleIds } from "#lib/schedules/list.ts";
import { readSchedules } from "#lib/schedules/rows.ts";
import { tickedOf } from "../../../(console)/scheduled-jobs/_components/ticked-of.ts";
import { answer, route } from "../../../_server/route.ts";

/** All scheduled jobs that match a list's filters, for a tick on all of them. */
export const GET = route(async (viewer, request) => {
  const filters = ScheduleListInput.parse(Object.fromEntries(request.nextUrl.searchParams));
  const rows = await readSchedules(viewer, await listScheduleIds(viewer, filters));
  const tickable = rows.filter((row) => row.may.run || row.lastRun?.may.stop);
  return answer(200, { jobs: tickable.map(tickedOf) });
});
