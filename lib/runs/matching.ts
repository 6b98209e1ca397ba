import { and, eq, gt, inArray, isNull, or, sql, type SQL } from "drizzle-orm";
import { jobTypes, runs } from "#drizzle/schema/runs.ts";
import { visibleTo } from "../access/visible.ts";
import type { Viewer } from "../access/viewer.ts";
import { appNow } from "../platform/clock.ts";
import { holds } from "../platform/holds.ts";
import { isZone } from "../text/dates.ts";
import { SINCE_HOURS, type RunFilters } from "./list-input.ts";
import { numberOf, wordsOf } from "../text/words.ts";

/** The where-clause of a list of runs: what the viewer may see, narrowed by the filters. Paging is not part of it. */
export function matching(viewer: Viewer, filters: RunFilters): SQL {
  return and(within(viewer, filters), narrowing(filters)) as SQL;
}

/** The part of it that an index serves together with an order: where, whose, when. */
export function within(viewer: Viewer, filters: RunFilters): SQL {
  return and(
    visibleTo(viewer, runs),
    inDomain(viewer, filters.domain),
    filters.user ? eq(runs.startedBy, filters.user) : undefined,
    filters.mine ? startedByViewer(viewer) : undefined,
    ...created(viewer, filters),
  ) as SQL;
}

/** The part for which each row is looked at. */
export function narrowing(filters: RunFilters): SQL | undefined {
  return and(
    filters.status.length > 0 ? inArray(runs.status, filters.status) : undefined,
    filters.type ? eq(runs.jobType, filters.type) : undefined,
    filters.trigger.length > 0 ? inArray(runs.trigger, filters.trigger) : undefined,
    filters.warnings ? or(gt(runs.warningCount, 0), gt(runs.issueCount, 0)) : undefined,
    ...wordsOf(filters.q).map(hasWord),
  );
}

/** The domains in the address are names; one that the viewer can't see matches nothing, like one that does not exist. */
function inDomain(viewer: Viewer, name: string | undefined): SQL | undefined {
  if (!name) return undefined;
  if (name === "installation") return isNull(runs.domainId);
  const domain = viewer.domains.find((each) => each.name === name);
  return domain ? eq(runs.domainId, domain.id) : sql`false`;
}

const startedByViewer = (viewer: Viewer) =>
  viewer.userId ? eq(runs.startedBy, viewer.userId) : sql`false`;

/**
 * Days begin and end at midnight of the viewer's zone; the database knows its clock changes. The clock is a sub-select, or it would be
 * asked anew for each row.
 */
function created(viewer: Viewer, { since, from, to }: RunFilters): Array<SQL | undefined> {
  const zone = isZone(viewer.timeZone) ? viewer.timeZone : "UTC";
  const midnight = (day: string, plusDays: number) =>
    sql`((${day}::date + ${plusDays}::int)::timestamp at time zone ${zone})`;
  return [
    since &&
      createdFrom(sql`(select ${appNow}) - make_interval(hours => ${SINCE_HOURS[since]}::int)`),
    from && createdFrom(midnight(from, 0)),
    to && createdBefore(midnight(to, 1)),
  ].filter((each) => typeof each === "object");
}

/**
 * Lists go by number, and numbers are given in the order of time but for those that begin at the same moment. So far a number may be
 * from where its time would have it; beyond that nobody need look, and a list of an old day does not begin at today's runs.
 */
const ASTRAY_MAX = 5_000;

/** As a sum, it is checked in each row and leads into no index: that of the numbers is the one to go along. */
const createdAt = sql`(${runs.createdAt} + interval '0')`;

const createdFrom = (moment: SQL) => sql`${createdAt} >= ${moment} and ${runs.id} >=
  (select id from ${runs} where created_at >= ${moment} order by created_at limit 1) - ${ASTRAY_MAX}::int`;

const createdBefore = (moment: SQL) => sql`${createdAt} < ${moment} and ${runs.id} <=
  (select id from ${runs} where created_at < ${moment} order by created_at desc limit 1) + ${ASTRAY_MAX}::int`;

/** The word, or the part of one, in the run's title or its job's name, or as the run's number; `%` and `_` mean themselves. */
function hasWord(word: string): SQL {
  const number = numberOf(word);
  return or(
    holds(runs.title, word),
    sql`${runs.jobType} in (select ${jobTypes.name} from ${jobTypes} where ${holds(jobTypes.title, word)} or ${holds(jobTypes.name, word)})`,
    number === undefined ? undefined : eq(runs.id, number),
  ) as SQL;
}
