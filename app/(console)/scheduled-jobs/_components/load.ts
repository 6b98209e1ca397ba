import { cache } from "react";
import type { Viewer } from "#lib/access/viewer.ts";
import { countSchedules, listSchedules, type ScheduleCounts } from "#lib/schedules/list.ts";
import {
  LAST_STATUSES,
  type LastStatus,
  ScheduleListInput,
  scheduleListQuery,
  type ScheduleFilters,
} from "#lib/schedules/list-input.ts";
import type { ScheduleRow } from "#lib/schedules/row.ts";
import { readingBegins } from "#lib/schedules/rows.ts";
import { pageSize } from "../../process-tracker/_components/page-size-cookie.ts";

export type List = {
  /** The database's clock before the reading. */
  since: string;
  rows: ScheduleRow[];
  previous: string | null;
  next: string | null;
  counts: ScheduleCounts;
  /** How many match all filters. */
  total: number;
};

/** Title and page count the same; once per request. The filters as text, for the cache compares by identity. */
export const loadCounts = cache((viewer: Viewer, query: string): Promise<ScheduleCounts> => {
  return countSchedules(
    viewer,
    ScheduleListInput.parse(Object.fromEntries(new URLSearchParams(query))),
  );
});

/** One page of the list with its figures. */
export async function loadList(viewer: Viewer, filters: ScheduleFilters): Promise<List> {
  const since = await readingBegins(viewer);
  const [page, counts] = await Promise.all([
    listSchedules(viewer, filters, await pageSize()),
    loadCounts(viewer, scheduleListQuery(filters)),
  ]);
  const chosen: readonly LastStatus[] = filters.status.length > 0 ? filters.status : LAST_STATUSES;
  const total = chosen.reduce((sum, status) => sum + counts.byStatus[status], 0);
  return { since, ...page, counts, total };
}
