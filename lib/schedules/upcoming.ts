import { and, eq, inArray, sql, type SQL } from "drizzle-orm";
import { domains } from "#drizzle/schema/people.ts";
import { schedules } from "#drizzle/schema/schedules.ts";
import { read } from "../access/transact.ts";
import { seesInstallation, type Viewer } from "../access/viewer.ts";
import { now } from "../platform/clock.ts";
import type { Tx } from "../platform/db.ts";
import { requireSchedulesView } from "./access.ts";
import { axisTicks, type Tick } from "./axis-ticks.ts";
import { clockChanges, type ClockChange } from "./clock-changes.ts";
import { lanesOf, type Lane } from "./lanes.ts";
import { NO_SCHEDULE_FILTERS } from "./list-input.ts";
import { joinedFor, matchingSchedules } from "./matching.ts";
import { REACH_HOURS, type UpcomingFilters } from "./upcoming-input.ts";
import { summaryOf, type UpcomingSummary } from "./upcoming-summary.ts";
import { withTrouble } from "./with-trouble.ts";

/** What the axis shows. Moments in ms. */
export type Upcoming = {
  now: number;
  from: number;
  until: number;
  /** In which the axis counts: of the one domain that is looked at, else the viewer's. */
  zone: string;
  ticks: Tick[];
  changes: ClockChange[];
  /** By domain, the installation's last; in a domain by identifier. */
  lanes: Lane[];
  /** Of those that match: they have nothing on this axis, */
  quietCount: number;
  /** or are beyond those that are drawn, the next to come due first. */
  moreCount: number;
  summary: UpcomingSummary;
};

const LANES_MAX = 300;
/** A day of 200 plans of every minute is counted in a quarter of the time when it need not be sorted on disk. */
const WORK_MEMORY = "32MB";
/** Marks that lie closer than this share of the axis can't be told apart: at 24 hours a quarter of an hour. */
const STEPS = 192;

/**
 * All due times around now, one lane for each schedule that has any.
 * Throws Refusal `forbidden` for those who may look at schedules nowhere.
 */
export function readUpcoming(viewer: Viewer, filters: UpcomingFilters): Promise<Upcoming> {
  requireSchedulesView(viewer);
  return read(viewer, async (tx) => {
    await tx.execute(sql`select set_config('work_mem', ${WORK_MEMORY}, true)`);
    const at = await now(tx);
    const reachMs = REACH_HOURS[filters.reach] * 3_600_000;
    const [from, until] = [new Date(at.getTime() - reachMs), new Date(at.getTime() + reachMs)];
    const span = { from, now: at, until, stepMs: Math.round((2 * reachMs) / STEPS) };
    const { q, domain, only } = filters;
    const all = matchingSchedules(viewer, { ...NO_SCHEDULE_FILTERS, q, domain });
    const drawn = only ? (and(all, withTrouble(viewer, only, from)) as SQL) : all;
    const found = await findSchedules(tx, viewer, drawn);
    const lanes = await lanesOf(tx, viewer, found, span);
    const zone = zoneOf(viewer, domain);
    const [start, end] = [from.getTime(), until.getTime()];
    return {
      now: at.getTime(),
      from: start,
      until: end,
      zone,
      ticks: axisTicks(zone, start, end),
      changes: clockChanges(zone, start, end),
      lanes,
      quietCount: found.length - lanes.length,
      moreCount: (found[0]?.total ?? 0) - found.length,
      summary: await summaryOf(tx, viewer, all, span),
    };
  });
}

async function findSchedules(tx: Tx, viewer: Viewer, matching: SQL) {
  const rows = await tx.execute<{ id: string; total: number }>(
    sql`select ${schedules.id} as id, count(*) over ()::int as total
      from ${joinedFor(viewer, NO_SCHEDULE_FILTERS)} where ${matching}
      order by ${schedules.nextRunAt} nulls last, ${schedules.id} limit ${LANES_MAX}`,
  );
  const ids = [...rows].map((row) => row.id);
  return await tx
    .select({
      schedule: schedules,
      name: domains.name,
      domainZone: domains.timeZone,
      total: sql<number>`${rows[0]?.total ?? 0}::int`,
    })
    .from(schedules)
    .leftJoin(domains, eq(domains.id, schedules.domainId))
    .where(inArray(schedules.id, ids))
    .orderBy(sql`${domains.name} nulls last`, schedules.jobType);
}

/** Who looks at one domain reads its clock. */
function zoneOf(viewer: Viewer, name: string | undefined): string {
  const [first, ...others] = viewer.domains;
  const chosen = viewer.domains.find((each) => each.name === name);
  const only = others.length === 0 && !seesInstallation(viewer) ? first : undefined;
  return (chosen ?? only)?.timeZone ?? viewer.timeZone;
}
