import { and, count, eq, gt, sql } from "drizzle-orm";
import { dueTimes } from "#drizzle/schema/schedules.ts";
import { read } from "../access/transact.ts";
import type { Viewer } from "../access/viewer.ts";
import { jobTypeOf } from "../job-types/find.ts";
import { now } from "../platform/clock.ts";
import type { Tx } from "../platform/db.ts";
import { usualKey, usualOf, type Usual } from "../runs/usual.ts";
import { loadSchedule } from "./access.ts";
import { lastChangeOf } from "./last-change.ts";
import type { Recurrence } from "./plan-input.ts";
import { planInWords, type PlanRecord } from "./plan-record.ts";
import { previewOf, type PlanPreview } from "./preview.ts";
import { readScheduleRows, type ScheduleRow } from "./row.ts";
import type { StoredSchedule } from "./stored.ts";
import type { DueOutcome, MissedPolicy, OverlapPolicy, ReportOccasion } from "./status.ts";

/** A scheduled job with all that its window shows. Plain JSON. */
export type ScheduleDetail = ScheduleRow & {
  /** A person's plan; kept while the planning is another. */
  recurrence: Recurrence | null;
  /** The plan as it stands, read back, with its next five times. */
  plan: PlanPreview;
  /** What "automatic" would be. Null: this job has no rule of its own. */
  automatic: PlanPreview | null;
  overlap: OverlapPolicy;
  missed: MissedPolicy;
  pauseAfterFailures: number | null;
  report: {
    enabled: boolean;
    recipients: string[];
    when: ReportOccasion;
    attachLog: boolean;
  };
  /** Who changed the plan last, and what it was before. */
  planChanged: { at: string; by: string; before: (PlanRecord & { words: string }) | null } | null;
  /** The last change of any kind: "Alex changed the report", "scheduler paused it". */
  lastChange: { at: string; by: string; what: string } | null;
  /** What became of its due times in the last 90 days. */
  outcomes: Partial<Record<DueOutcome, number>>;
  usual: Usual | null;
  runsAtOnce: number;
};

/** Throws Refusal `not-found`, the same for a job that the viewer may not see. */
export async function getSchedule(viewer: Viewer, scheduleId: string): Promise<ScheduleDetail> {
  return await read(viewer, async (tx) => {
    const schedule = await loadSchedule(tx, viewer, scheduleId);
    const [row] = await readScheduleRows(tx, viewer, [scheduleId]);
    const at = await now(tx);
    return {
      ...(row as ScheduleRow),
      ...settingsOf(schedule),
      plan: previewOf(schedule, at),
      automatic: automaticOf(schedule, at),
      planChanged: planChangeOf(schedule),
      lastChange: await lastChange(tx, scheduleId),
      outcomes: await outcomesOf(tx, scheduleId),
      usual: (await usualOf(tx, [schedule])).get(usualKey(schedule)) ?? null,
      runsAtOnce: jobTypeOf(schedule.jobType)?.concurrencyPerDomain ?? 1,
    };
  });
}

function settingsOf(schedule: StoredSchedule) {
  const { overlap, missed, pauseAfterFailures } = schedule;
  return {
    recurrence: schedule.recurrence as Recurrence | null,
    overlap,
    missed,
    pauseAfterFailures,
    report: {
      enabled: schedule.reportEnabled,
      recipients: schedule.reportRecipients,
      when: schedule.reportWhen,
      attachLog: schedule.reportAttachLog,
    },
  };
}

function automaticOf(schedule: StoredSchedule, at: Date): PlanPreview | null {
  const hasRule = jobTypeOf(schedule.jobType)?.planning?.automatic;
  return hasRule ? previewOf({ ...schedule, planning: "automatic" }, at) : null;
}

function planChangeOf(schedule: StoredSchedule): ScheduleDetail["planChanged"] {
  const { changedAt, changedBy, jobType } = schedule;
  if (!changedAt || !changedBy) return null;
  const before = schedule.previous as PlanRecord | null;
  const told = before && { ...before, words: planInWords({ jobType, ...before }) };
  return { at: changedAt.toISOString(), by: changedBy, before: told };
}

async function lastChange(tx: Tx, scheduleId: string): Promise<ScheduleDetail["lastChange"]> {
  const last = await lastChangeOf(tx, scheduleId);
  return last && { at: last.at.toISOString(), by: last.by, what: last.what };
}

async function outcomesOf(tx: Tx, scheduleId: string): Promise<ScheduleDetail["outcomes"]> {
  const rows = await tx
    .select({ outcome: dueTimes.outcome, found: count() })
    .from(dueTimes)
    .where(
      and(
        eq(dueTimes.scheduleId, scheduleId),
        gt(dueTimes.dueAt, sql`app_now() - interval '90 days'`),
      ),
    )
    .groupBy(dueTimes.outcome);
  return Object.fromEntries(rows.map((row) => [row.outcome, row.found]));
}
