import { scheduleListQuery, type ScheduleFilters } from "#lib/schedules/list-input.ts";

export const LIST = "/scheduled-jobs";

export const TABS = ["information", "scheduling", "executions"] as const;
export type Tab = (typeof TABS)[number];

/** The list with changed filters; without a cursor of its own it begins at its first page. */
export const listHref = (filters: ScheduleFilters, changes: Partial<ScheduleFilters> = {}) =>
  withQuery(LIST, scheduleListQuery(filters, changes));

/** A tab of a job's window; `query` is that of the list under it. */
export const windowHref = (id: string, tab: Tab = "information", query = "") =>
  withQuery(`${LIST}/${id}${tab === "information" ? "" : `/${tab}`}`, query);

const withQuery = (path: string, query: string) => (query ? `${path}?${query}` : path);
