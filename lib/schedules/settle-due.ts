import { and, eq } from "drizzle-orm";
import { dueTimes, schedules } from "#drizzle/schema/schedules.ts";
import { findJobType } from "../job-types/find.ts";
import type { Tx } from "../platform/db.ts";
import { startRunWithin } from "../runs/start.ts";
import { WAITING } from "../runs/status.ts";
import { aliveRuns } from "./alive.ts";
import { holds } from "./conditions.ts";
import { dueUntil } from "./due.ts";
import { fallsIntoPause, isPaused, NOT_PAUSED, SCHEDULER } from "./pause.ts";
import { recordDue, type DueRow } from "./record-due.ts";
import { planFrom, ruleOf, type Rule } from "./rule.ts";
import type { DueOutcome } from "./status.ts";

export type StoredSchedule = typeof schedules.$inferSelect;

/** From here on a run is called late. */
const LATE_SECONDS = 30;
/** A due time that is met later than this was missed, and the schedule's policy decides; so is one after which another came. */
const MISSED_SECONDS = 300;

/**
 * Decides everything of a schedule that has come due until `at`, and moves it on. The caller has locked its row. Answers the run
 * that was started, if one was.
 */
export async function settleDue(
  tx: Tx,
  schedule: StoredSchedule,
  at: Date,
): Promise<number | undefined> {
  const rule = ruleOf(schedule);
  const { nextRunAt, plannedFrom } = planFrom(schedule, at);
  const move = { nextRunAt, plannedFrom };
  if (!rule || !schedule.nextRunAt) {
    await tx.update(schedules).set(move).where(eq(schedules.id, schedule.id));
    return undefined;
  }
  const { passed, last } = dueUntil(rule.recurrence, schedule.timeZone, schedule.nextRunAt, at);
  await recordDue(
    tx,
    schedule,
    passed.map((due) => ({ ...due, ...outcomeOfPassed(schedule, due) })),
    at,
  );
  const pauseIsOver = schedule.pausedAt && !isPaused(schedule, at);
  await tx
    .update(schedules)
    .set({ ...move, lastDueAt: last, ...(pauseIsOver ? NOT_PAUSED : {}) })
    .where(eq(schedules.id, schedule.id));
  const decision = await decide(tx, schedule, rule, last, at);
  const [isNew] = await recordDue(tx, schedule, [{ dueAt: last, ...decision }], at);
  const starts = decision.outcome === "started" || decision.outcome === "late";
  return isNew && starts ? await start(tx, schedule, last) : undefined;
}

function outcomeOfPassed(schedule: StoredSchedule, { dueAt }: { dueAt: Date }) {
  return fallsIntoPause(schedule, dueAt)
    ? ({ outcome: "skipped-paused" } as const)
    : ({ outcome: "missed", policy: schedule.missed } as const);
}

type Decision = Pick<DueRow, "outcome" | "policy" | "runId">;

async function decide(
  tx: Tx,
  schedule: StoredSchedule,
  rule: Rule,
  due: Date,
  at: Date,
): Promise<Decision> {
  if (isPaused(schedule, at) || fallsIntoPause(schedule, due)) return { outcome: "skipped-paused" };
  const lateSeconds = (at.getTime() - due.getTime()) / 1000;
  const isMissed = lateSeconds > MISSED_SECONDS;
  if (isMissed && schedule.missed === "skip") return { outcome: "missed", policy: "skip" };
  if (rule.onlyWhen && !(await holds(tx, rule.onlyWhen, schedule)))
    return { outcome: "skipped-idle" };
  const inTheWay = await overlapping(tx, schedule);
  if (inTheWay) return { outcome: "skipped-running", policy: schedule.overlap, runId: inTheWay };
  const outcome: DueOutcome = lateSeconds >= LATE_SECONDS ? "late" : "started";
  return { outcome, policy: isMissed ? "run-once" : undefined };
}

/** The run that stands in the way by the schedule's policy. */
async function overlapping(tx: Tx, { id, overlap }: StoredSchedule): Promise<number | undefined> {
  if (overlap === "allow") return undefined;
  const alive = await aliveRuns(tx, id);
  const inTheWay =
    overlap === "skip" ? alive[0] : alive.find((run) => WAITING.includes(run.status));
  return inTheWay?.id;
}

async function start(tx: Tx, schedule: StoredSchedule, dueAt: Date): Promise<number> {
  const type = findJobType(schedule.jobType);
  const { runId } = await startRunWithin(tx, SCHEDULER, type, {
    domainId: schedule.domainId,
    title: type.name,
    parameters: type.parameters.parse({}) as Record<string, unknown>,
    trigger: "schedule",
    scheduleId: schedule.id,
    dueAt,
    overlapKey: schedule.id,
    overlap: "allow",
  });
  await tx
    .update(dueTimes)
    .set({ runId })
    .where(and(eq(dueTimes.scheduleId, schedule.id), eq(dueTimes.dueAt, dueAt)));
  return runId;
}
