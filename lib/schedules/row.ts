import { and, eq, inArray, sql } from "drizzle-orm";
import { domains } from "#drizzle/schema/people.ts";
import { jobTypes, logReads } from "#drizzle/schema/runs.ts";
import { schedules } from "#drizzle/schema/schedules.ts";
import type { Viewer } from "../access/viewer.ts";
import { jobTypeOf } from "../job-types/find.ts";
import { now } from "../platform/clock.ts";
import type { Tx } from "../platform/db.ts";
import { readRows, type RunRow } from "../runs/row.ts";
import type { StripRun } from "../runs/strip.ts";
import { mayOf, visibleSchedules, type ScheduleMay } from "./access.ts";
import { cronSentence } from "./cron-sentence.ts";
import { joined } from "./matching.ts";
import { isPaused } from "./pause.ts";
import type { Planning } from "./plan-input.ts";
import { nextTimes } from "./recurrence.ts";
import { ruleOf } from "./rule.ts";
import { shortSentence } from "./sentence.ts";
import type { StoredSchedule } from "./stored.ts";
import { stripsOf } from "./strips.ts";

/** A schedule in lists, as this viewer may see it. Plain JSON; times are ISO strings. */
export type ScheduleRow = {
  id: string;
  /** Stable: its job type's name. */
  identifier: string;
  title: string;
  description: string;
  /** Null: the installation. */
  domain: { id: string; name: string } | null;
  planning: Planning;
  /** `Mon–Fri 06:00, 18:30`; the job's own words of an automatic one; "Starts only by hand". */
  sentence: string;
  timeZone: string;
  /** Null: nothing is due by itself. `said` where the clocks change. */
  nextRun: { at: string; shifted: "gap" | "fold" | null; said: string | null } | null;
  paused: { since: string; until: string | null; reason: string | null; by: string | null } | null;
  /** The run that is under way, or the last one. Null: never, or none that the viewer may see. */
  lastRun: RunRow | null;
  /** Lines of that run's log which this viewer has not read. */
  unreadLines: number;
  /** The last 30 runs, oldest first. */
  strip: StripRun[];
  failuresInARow: number;
  version: number;
  may: ScheduleMay;
};

/** The rows of these ids, in their order; those that the viewer may not see are missing, like those that don't exist. */
export async function readScheduleRows(
  tx: Tx,
  viewer: Viewer,
  ids: readonly string[],
): Promise<ScheduleRow[]> {
  if (ids.length === 0) return [];
  const found = await selectSchedules(tx, viewer, ids);
  const lastIds = await lastRunIds(tx, viewer, ids);
  const lastRuns = await readRows(tx, viewer, [...lastIds.values()]);
  const context: Context = {
    now: await now(tx),
    lastIds,
    lastRuns: new Map(lastRuns.map((run) => [run.id, run])),
    readUpTo: await readUpTo(tx, viewer, [...lastIds.values()]),
    strips: await stripsOf(tx, viewer, ids),
  };
  const rows = new Map(found.map((each) => [each.schedule.id, rowOf(viewer, each, context)]));
  return ids.flatMap((id) => rows.get(id) ?? []);
}

type Context = {
  now: Date;
  lastIds: Map<string, number>;
  lastRuns: Map<number, RunRow>;
  readUpTo: Map<number, number>;
  strips: Map<string, StripRun[]>;
};
type Found = Awaited<ReturnType<typeof selectSchedules>>[number];

function selectSchedules(tx: Tx, viewer: Viewer, ids: readonly string[]) {
  return tx
    .select({
      schedule: schedules,
      domainName: domains.name,
      title: jobTypes.title,
      description: jobTypes.description,
    })
    .from(schedules)
    .leftJoin(domains, eq(domains.id, schedules.domainId))
    .leftJoin(jobTypes, eq(jobTypes.name, schedules.jobType))
    .where(and(inArray(schedules.id, [...ids]), visibleSchedules(viewer)));
}

async function lastRunIds(tx: Tx, viewer: Viewer, ids: readonly string[]) {
  const rows = await tx.execute<{ id: string; run: string }>(
    sql`select ${schedules.id} as id, last.id as run from ${joined(viewer)}
      where ${inArray(schedules.id, [...ids])} and last.id is not null`,
  );
  return new Map([...rows].map((row) => [row.id, Number(row.run)]));
}

async function readUpTo(tx: Tx, viewer: Viewer, runIds: number[]): Promise<Map<number, number>> {
  if (!viewer.userId || runIds.length === 0) return new Map();
  const rows = await tx
    .select({ runId: logReads.runId, seq: logReads.seq })
    .from(logReads)
    .where(and(eq(logReads.userId, viewer.userId), inArray(logReads.runId, runIds)));
  return new Map(rows.map((row) => [row.runId, row.seq]));
}

function rowOf(viewer: Viewer, { schedule, ...names }: Found, context: Context): ScheduleRow {
  const { id, jobType, domainId, planning, timeZone, failuresInARow, version } = schedule;
  const lastRun = context.lastRuns.get(context.lastIds.get(id) ?? 0) ?? null;
  const read = lastRun ? (context.readUpTo.get(lastRun.id) ?? 0) : 0;
  return {
    id,
    identifier: jobType,
    title: names.title ?? jobTypeOf(jobType)?.title ?? jobType,
    description: names.description ?? "",
    domain: domainId ? { id: domainId, name: names.domainName ?? domainId } : null,
    planning,
    sentence: sentenceOf(schedule),
    timeZone,
    nextRun: nextRunOf(schedule),
    paused: pausedOf(schedule, context.now),
    lastRun,
    unreadLines: lastRun ? Math.max(0, lastRun.logSeq - read) : 0,
    strip: context.strips.get(id) ?? [],
    failuresInARow,
    version,
    may: mayOf(viewer, schedule),
  };
}

function sentenceOf(schedule: StoredSchedule): string {
  const rule = ruleOf(schedule);
  if (!rule) return "Starts only by hand";
  const automatic = jobTypeOf(schedule.jobType)?.planning?.automatic;
  return schedule.planning === "automatic" && automatic
    ? automatic.words
    : shortSentence(rule.recurrence, cronSentence);
}

/** The column is what the tick uses; the engine adds what the clocks do to it. */
export function nextRunOf(schedule: StoredSchedule): ScheduleRow["nextRun"] {
  const at = schedule.nextRunAt;
  const rule = at && ruleOf(schedule);
  if (!at || !rule) return null;
  const [marked] = nextTimes(rule.recurrence, schedule.timeZone, new Date(at.getTime() - 1), 1);
  const same = marked?.at.getTime() === at.getTime() ? marked : undefined;
  return { at: at.toISOString(), shifted: same?.shifted ?? null, said: same?.said ?? null };
}

function pausedOf(schedule: StoredSchedule, at: Date): ScheduleRow["paused"] {
  if (!schedule.pausedAt || !isPaused(schedule, at)) return null;
  return {
    since: schedule.pausedAt.toISOString(),
    until: schedule.pausedUntil?.toISOString() ?? null,
    reason: schedule.pausedReason,
    by: schedule.pausedBy,
  };
}
