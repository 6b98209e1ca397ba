import { asc, eq, inArray, sql } from "drizzle-orm";
import { domains } from "#drizzle/schema/people.ts";
import { schedules } from "#drizzle/schema/schedules.ts";
import { read } from "../access/transact.ts";
import type { Viewer } from "../access/viewer.ts";
import { now } from "../platform/clock.ts";
import type { Tx } from "../platform/db.ts";
import { requireSchedulesView } from "./access.ts";
import { NO_SCHEDULE_FILTERS } from "./list-input.ts";
import { joinedFor, matchingSchedules } from "./matching.ts";
import { pastDue, type Past, type PastDue } from "./past-due.ts";
import { isPaused } from "./pause.ts";
import { nextTimes, timesUntil } from "./recurrence.ts";
import { ruleOf } from "./rule.ts";
import { REACH_HOURS, type UpcomingFilters } from "./upcoming-input.ts";
import { summaryOf, type UpcomingSummary } from "./upcoming-summary.ts";

export type ComingDue = { at: string; shifted: "gap" | "fold" | null; said: string | null };

/** One schedule's due times on the axis. */
export type Lane = {
  scheduleId: string;
  identifier: string;
  domain: { id: string; name: string; timeZone: string } | null;
  timeZone: string;
  paused: boolean;
  nextRunAt: string | null;
  /** Oldest first. */
  past: PastDue[];
  coming: ComingDue[];
  /** Left out, for nobody could tell them apart. */
  morePast: number;
  moreComing: number;
};

export type Upcoming = {
  now: string;
  from: string;
  until: string;
  /** The next to come due first. */
  lanes: Lane[];
  /** Lanes beyond those shown. */
  moreLanes: number;
  summary: UpcomingSummary;
};

/** Marks of a lane to each side of now; more would be a solid bar. */
const MARKS_MAX = 200;
const LANES_MAX = 300;
/** Of what is left out, so many are counted. */
const COUNT_MAX = 12_000;

/**
 * All due times around now, one lane for each schedule that has any.
 * Throws Refusal `forbidden` for those who may look at schedules nowhere.
 */
export function readUpcoming(viewer: Viewer, filters: UpcomingFilters): Promise<Upcoming> {
  requireSchedulesView(viewer);
  return read(viewer, async (tx) => {
    const at = await now(tx);
    const reachMs = REACH_HOURS[filters.reach] * 3_600_000;
    const [from, until] = [new Date(at.getTime() - reachMs), new Date(at.getTime() + reachMs)];
    const { ids, found } = await findSchedules(tx, viewer, filters);
    const past = await pastDue(tx, viewer, ids, { from, each: MARKS_MAX });
    const all = found.map((each) => laneOf(each, past.get(each.schedule.id), { at, until }));
    const lanes = all.filter((lane) => lane.past.length > 0 || lane.coming.length > 0);
    const span = { now: at.toISOString(), from: from.toISOString(), until: until.toISOString() };
    const summary = summaryOf(lanes);
    return { ...span, lanes, moreLanes: await countBeyond(tx, viewer, filters), summary };
  });
}

const filtersOf = ({ q, domain }: UpcomingFilters) => ({ ...NO_SCHEDULE_FILTERS, q, domain });

async function findSchedules(tx: Tx, viewer: Viewer, filters: UpcomingFilters) {
  const rows = await tx.execute<{ id: string }>(
    sql`select ${schedules.id} as id from ${joinedFor(viewer, NO_SCHEDULE_FILTERS)}
      where ${matchingSchedules(viewer, filtersOf(filters))}
      order by ${schedules.nextRunAt} nulls last, ${schedules.id} limit ${LANES_MAX}`,
  );
  const ids = [...rows].map((row) => row.id);
  const found = await tx
    .select({ schedule: schedules, name: domains.name, timeZone: domains.timeZone })
    .from(schedules)
    .leftJoin(domains, eq(domains.id, schedules.domainId))
    .where(inArray(schedules.id, ids))
    .orderBy(sql`${schedules.nextRunAt} nulls last`, asc(schedules.id));
  return { ids, found };
}

async function countBeyond(tx: Tx, viewer: Viewer, filters: UpcomingFilters): Promise<number> {
  const [row] = await tx.execute<{ found: string }>(
    sql`select count(*) as found from ${joinedFor(viewer, NO_SCHEDULE_FILTERS)}
      where ${matchingSchedules(viewer, filtersOf(filters))}`,
  );
  return Math.max(0, Number(row?.found ?? 0) - LANES_MAX);
}

type Found = Awaited<ReturnType<typeof findSchedules>>["found"][number];

function laneOf(found: Found, past: Past | undefined, span: { at: Date; until: Date }): Lane {
  const { schedule, name, timeZone } = found;
  const { domainId } = schedule;
  return {
    scheduleId: schedule.id,
    identifier: schedule.jobType,
    domain: domainId ? { id: domainId, name: name ?? domainId, timeZone: timeZone ?? "UTC" } : null,
    timeZone: schedule.timeZone,
    paused: isPaused(schedule, span.at),
    nextRunAt: schedule.nextRunAt?.toISOString() ?? null,
    past: past?.due ?? [],
    morePast: past?.more ?? 0,
    ...comingOf(found, span.until),
  };
}

/** From the column that the tick uses onwards, so that what is due and not yet decided is there too. */
function comingOf({ schedule }: Found, until: Date): Pick<Lane, "coming" | "moreComing"> {
  const rule = ruleOf(schedule);
  const next = schedule.nextRunAt;
  if (!rule || !next || next > until) return { coming: [], moreComing: 0 };
  const before = new Date(next.getTime() - 1);
  const { recurrence } = rule;
  const count = timesUntil(recurrence, schedule.timeZone, before, until, COUNT_MAX).length;
  const shown = nextTimes(recurrence, schedule.timeZone, before, Math.min(count, MARKS_MAX));
  const coming = shown.map(({ at, shifted, said }) => {
    return { at: at.toISOString(), shifted: shifted ?? null, said: said ?? null };
  });
  return { coming, moreComing: count - coming.length };
}
