import { sql, type SQL } from "drizzle-orm";
import { schedules } from "#drizzle/schema/schedules.ts";
import type { Viewer } from "../access/viewer.ts";
import type { Tx } from "../platform/db.ts";
import { joinedFor } from "./matching.ts";
import { NO_SCHEDULE_FILTERS } from "./list-input.ts";
import type { Planning } from "./plan-input.ts";
import { planTimes } from "./plan-times.ts";
import { ruleOf } from "./rule.ts";

/** Schedules that share a plan and are due at the same times, in ms, ascending. */
export type DueTogether = { scheduleCount: number; times: number[] };

/** Of all schedules that match, what comes due after `from` up to and with `until`; pauses are left out. */
export async function dueAhead(
  tx: Tx,
  viewer: Viewer,
  matching: SQL,
  { from, until }: { from: Date; until: Date },
): Promise<DueTogether[]> {
  const rows = await tx.execute<Row>(sharedPlans(viewer, matching, until));
  return [...rows].flatMap((row) => {
    const rule = ruleOf({ ...row, jobType: row.job_type, timeZone: row.time_zone });
    if (!rule) return [];
    const after = Math.max(from.getTime(), row.paused_until ? Date.parse(row.paused_until) - 1 : 0);
    if (after >= until.getTime()) return [];
    const { times } = planTimes(rule.recurrence, row.time_zone, from.getTime(), until.getTime());
    const open = after > from.getTime() ? times.filter((at) => at > after) : times;
    return [{ scheduleCount: Number(row.count), times: open }];
  });
}

type Row = {
  job_type: string;
  planning: Planning;
  recurrence: unknown;
  time_zone: string;
  paused_until: string | null;
  count: string;
};

/** Most schedules share a few plans: thousands of rows become some dozens. */
const sharedPlans = (viewer: Viewer, matching: SQL, until: Date) => sql`
  select min(${schedules.jobType}) as job_type, ${schedules.planning} as planning,
    (array_agg(${schedules.recurrence}))[1] as recurrence, ${schedules.timeZone} as time_zone,
    ${pausedUntil} as paused_until, count(*)::text as count
  from ${joinedFor(viewer, NO_SCHEDULE_FILTERS)}
  where ${matching} and ${schedules.nextRunAt} <= ${until.toISOString()}::timestamptz
    and (${schedules.pausedAt} is null or ${schedules.pausedUntil} is not null)
  group by coalesce(${schedules.plannedFrom}, ${schedules.id}::text), ${schedules.planning}, ${schedules.timeZone}, ${pausedUntil}`;

const pausedUntil = sql`case when ${schedules.pausedAt} is not null and ${schedules.pausedUntil} > app_now() then ${schedules.pausedUntil} end`;
