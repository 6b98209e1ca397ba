import { upcomingQuery, type UpcomingFilters } from "#lib/schedules/upcoming-input.ts";

export const UPCOMING = "/scheduled-jobs/upcoming";

/** The page with changed filters. On the server only. */
export function upcomingHref(filters: UpcomingFilters, changes: Partial<UpcomingFilters> = {}) {
  const query = upcomingQuery(filters, changes);
  return query ? `${UPCOMING}?${query}` : UPCOMING;
}
