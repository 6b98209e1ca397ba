import { and, eq, inArray, isNull, or, sql, type SQL } from "drizzle-orm";
import { domains } from "#drizzle/schema/people.ts";
import { jobTypes, runs } from "#drizzle/schema/runs.ts";
import { schedules } from "#drizzle/schema/schedules.ts";
import { visibleTo } from "../access/visible.ts";
import type { Viewer } from "../access/viewer.ts";
import { holds } from "../platform/holds.ts";
import { visibleSchedules } from "./access.ts";
import type { LastStatus, ScheduleFilters } from "./list-input.ts";
import { wordsOf } from "../text/words.ts";

/** Schedules with their job type and their domain. */
const named = sql`${schedules}
  left join ${jobTypes} on ${jobTypes.name} = ${schedules.jobType}
  left join ${domains} on ${domains.id} = ${schedules.domainId}`;

/**
 * The same with their last run, as `last (id, status)`. A run that a person put off is not the last one before its time has come;
 * one that the viewer may not see counts as none.
 */
export function joined(viewer: Viewer): SQL {
  return sql`${named}
    left join lateral (
      select ${runs.id} as id, ${runs.status} as status from ${runs}
      where ${runs.scheduleId} = ${schedules.id} and ${visibleTo(viewer, runs)}
        and (${runs.status} <> 'deferred' or ${runs.attempt} > 0)
      order by ${runs.id} desc limit 1
    ) as last on true`;
}

/** Looks for the last runs only where an order or a filter asks for them: that is one look-up for each schedule. */
export const joinedFor = (
  viewer: Viewer,
  { status, sort }: Pick<ScheduleFilters, "status" | "sort">,
) => (status.length > 0 || sort === "status" || sort === "last" ? joined(viewer) : named);

/** The where-clause of a list of schedules. Paging is not part of it. */
export function matchingSchedules(
  viewer: Viewer,
  filters: Omit<ScheduleFilters, "sort" | "order">,
): SQL {
  return and(
    isNull(schedules.retiredAt),
    visibleSchedules(viewer),
    inDomain(viewer, filters.domain),
    filters.status.length > 0 ? hasLast(filters.status) : undefined,
    filters.planning.length > 0 ? inArray(schedules.planning, filters.planning) : undefined,
    filters.paused ? isPausedNow : undefined,
    ...wordsOf(filters.q).map(hasWord),
  ) as SQL;
}

export const lastStatus = sql<LastStatus>`coalesce(last.status, 'never')`;

const hasLast = (statuses: LastStatus[]) =>
  sql`${lastStatus} in (${sql.join(
    statuses.map((status) => sql`${status}`),
    sql`, `,
  )})`;

const isPausedNow = sql`${schedules.pausedAt} is not null
  and (${schedules.pausedUntil} is null or ${schedules.pausedUntil} > app_now())`;

/** The domains in the address are names; one that the viewer can't see matches nothing, like one that does not exist. */
function inDomain(viewer: Viewer, name: string | undefined): SQL | undefined {
  if (!name) return undefined;
  if (name === "installation") return isNull(schedules.domainId);
  const domain = viewer.domains.find((each) => each.name === name);
  return domain ? eq(schedules.domainId, domain.id) : sql`false`;
}

/** The word, or the part of one, in identifier, title or description; `%` and `_` mean themselves. */
function hasWord(word: string): SQL {
  const columns = [schedules.jobType, jobTypes.title, jobTypes.description];
  return or(...columns.map((column) => holds(column, word))) as SQL;
}
