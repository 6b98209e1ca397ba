import { and, eq, gt, inArray, isNull, or, sql, type SQL } from "drizzle-orm";
import { jobTypes, runs } from "#drizzle/schema/runs.ts";
import { visibleTo } from "../access/visible.ts";
import type { Viewer } from "../access/viewer.ts";
import { appNow } from "../platform/clock.ts";
import { isZone } from "../text/dates.ts";
import { SINCE_HOURS, type RunFilters } from "./list-input.ts";

/** More words than this narrow nothing any more and cost a comparison each. */
const WORDS_MAX = 8;

/** The where-clause of a list of runs: what the viewer may see, narrowed by the filters. Paging is not part of it. */
export function matching(viewer: Viewer, filters: RunFilters): SQL {
  return and(
    visibleTo(viewer, runs),
    inDomain(viewer, filters.domain),
    filters.status.length > 0 ? inArray(runs.status, filters.status) : undefined,
    filters.type ? eq(runs.jobType, filters.type) : undefined,
    filters.user ? eq(runs.startedBy, filters.user) : undefined,
    filters.mine ? startedByViewer(viewer) : undefined,
    filters.trigger.length > 0 ? inArray(runs.trigger, filters.trigger) : undefined,
    filters.warnings ? or(gt(runs.warningCount, 0), gt(runs.issueCount, 0)) : undefined,
    ...created(viewer, filters),
    ...wordsOf(filters.q).map(hasWord),
  ) as SQL;
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

/** Days begin and end at midnight of the viewer's zone; the database knows its clock changes. */
function created(viewer: Viewer, { since, from, to }: RunFilters): Array<SQL | undefined> {
  const zone = isZone(viewer.timeZone) ? viewer.timeZone : "UTC";
  const midnight = (day: string, plusDays: number) =>
    sql`((${day}::date + ${plusDays}::int)::timestamp at time zone ${zone})`;
  return [
    since &&
      sql`${runs.createdAt} >= ${appNow} - make_interval(hours => ${SINCE_HOURS[since]}::int)`,
    from && sql`${runs.createdAt} >= ${midnight(from, 0)}`,
    to && sql`${runs.createdAt} < ${midnight(to, 1)}`,
  ].filter((each) => typeof each === "object");
}

const wordsOf = (text: string) => text.split(/\s+/).filter(Boolean).slice(0, WORDS_MAX);

/** The word, or the part of one, in the run's title or its job's name, or as the run's number; `%` and `_` mean themselves. */
function hasWord(word: string): SQL {
  const pattern = `%${word.replaceAll(/[\\%_]/g, String.raw`\$&`)}%`;
  const number = /^#?(\d{1,15})$/.exec(word)?.[1];
  return or(
    sql`${runs.title} ilike ${pattern}`,
    sql`${runs.jobType} in (select ${jobTypes.name} from ${jobTypes} where ${jobTypes.title} ilike ${pattern} or ${jobTypes.name} ilike ${pattern})`,
    number ? eq(runs.id, Number(number)) : undefined,
  ) as SQL;
}
