import { and, eq, inArray, sql, type SQL } from "drizzle-orm";
import { users } from "#drizzle/schema/people.ts";
import { runs } from "#drizzle/schema/runs.ts";
import { dueTimes } from "#drizzle/schema/schedules.ts";
import { visibleTo } from "../access/visible.ts";
import type { Viewer } from "../access/viewer.ts";
import { appNow } from "../platform/clock.ts";
import { holds } from "../platform/holds.ts";
import { isZone } from "../text/dates.ts";
import { SINCE_DAYS, type ExecutionFilters, type NotStarted } from "./executions-input.ts";
import type { DueOutcome } from "./status.ts";
import { numberOf, wordsOf } from "../text/words.ts";

/** What the filters call a due time for which nothing was started. */
export const OUTCOMES: Record<NotStarted, DueOutcome[]> = {
  skipped: ["skipped-running", "skipped-paused"],
  missed: ["missed"],
  idle: ["skipped-idle"],
};

/** The runs of a schedule that match, without regard to status, words and page. */
export function runsWhere(viewer: Viewer, scheduleId: string, filters: ExecutionFilters): SQL {
  return and(
    eq(runs.scheduleId, scheduleId),
    visibleTo(viewer, runs),
    ...within(viewer, sql`${runs.createdAt}`, filters),
  ) as SQL;
}

/** What the text demands of a run. */
export const runWords = ({ q }: ExecutionFilters): SQL | undefined =>
  and(...wordsOf(q).map(runHasWord));

/** The due times that match. They have no words of their own: a text finds runs alone. */
export function dueWhere(viewer: Viewer, scheduleId: string, filters: ExecutionFilters): SQL {
  return and(
    eq(dueTimes.scheduleId, scheduleId),
    inArray(dueTimes.outcome, Object.values(OUTCOMES).flat()),
    ...within(viewer, sql`${dueTimes.dueAt}`, filters),
    filters.q ? sql`false` : undefined,
  ) as SQL;
}

/** Days begin and end at midnight of the viewer's zone. */
function within(viewer: Viewer, at: SQL, { since, from, to }: ExecutionFilters): SQL[] {
  const zone = isZone(viewer.timeZone) ? viewer.timeZone : "UTC";
  const midnight = (day: string, plusDays: number) =>
    sql`((${day}::date + ${plusDays}::int)::timestamp at time zone ${zone})`;
  return [
    since && sql`${at} >= (select ${appNow}) - make_interval(days => ${SINCE_DAYS[since]}::int)`,
    from && sql`${at} >= ${midnight(from, 0)}`,
    to && sql`${at} < ${midnight(to, 1)}`,
  ].filter((each) => typeof each === "object");
}

/** In what the run said or failed with, in who started it, or as its number; `%` and `_` mean themselves. */
function runHasWord(word: string): SQL {
  const number = numberOf(word);
  return sql`(${holds(runs.message, word)} or ${holds(runs.errorMessage, word)} or ${holds(runs.errorCode, word)}
    or ${runs.startedBy} in (select ${users.id} from ${users} where ${holds(users.name, word)}) or ${runs.id} = ${number ?? -1}::bigint)`;
}
