import {
  NO_SCHEDULE_FILTERS,
  scheduleListQuery,
  SORTS,
  type ScheduleFilters,
  type Sort,
} from "#lib/schedules/list-input.ts";
import { LIST } from "./address.ts";

/** The list with changed filters; without a cursor of its own it begins at its first page. On the server only. */
export function listHref(filters: ScheduleFilters, changes: Partial<ScheduleFilters> = {}): string {
  const query = scheduleListQuery(filters, changes);
  return query ? `${LIST}?${query}` : LIST;
}

/** The page of the list that is shown, as a query: what lies under a window stays where it is. */
export const placeQuery = (filters: ScheduleFilters): string =>
  scheduleListQuery(filters, { before: filters.before, after: filters.after });

/** Where each column's head leads: its own order, and the other way round where it is in force. */
export const sortHrefs = (filters: ScheduleFilters): Record<Sort, string> =>
  Object.fromEntries(
    SORTS.map((sort) => {
      const isSame = filters.sort === sort && filters.order === "up";
      return [sort, listHref(filters, { sort, order: isSame ? "down" : "up" })];
    }),
  ) as Record<Sort, string>;

/** The due times of the jobs that the list shows, as far as both are narrowed alike. */
export function upcomingHref({ q, domain }: ScheduleFilters): string {
  const query = scheduleListQuery({ ...NO_SCHEDULE_FILTERS, q, domain });
  return query ? `${LIST}/upcoming?${query}` : `${LIST}/upcoming`;
}
