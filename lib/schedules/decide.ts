import { WAITING } from "../runs/status.ts";
import type { AliveRun } from "./alive.ts";
import { dueUntil } from "./due.ts";
import { fallsIntoPause, isPaused } from "./pause.ts";
import type { DueRow } from "./record-due.ts";
import { planFrom, type Rule } from "./rule.ts";
import type { DueOutcome } from "./status.ts";
import type { StoredSchedule } from "./stored.ts";

/** What the decision needs besides the row. */
export type DueFacts = {
  rule: Rule;
  /** Its runs that are under way, newest first. */
  alive: AliveRun[];
  /** Its automatic plan has nothing to do. */
  isIdle: boolean;
};

export type Decided = {
  /** Due times before the last one. */
  passed: DueRow[];
  last: DueRow;
  starts: boolean;
  nextRunAt: Date | null;
  plannedFrom: string;
  /** Its pause has ended by itself. */
  isResumed: boolean;
};

/** From here on a run is called late. */
const LATE_SECONDS = 30;
/** A due time that is met later than this was missed, and the schedule's policy decides; so is one after which another came. */
const MISSED_SECONDS = 300;

/** What becomes of everything of a schedule that has come due until `at`. Throws RangeError for a zone that is not known. */
export function decideDue(schedule: StoredSchedule, facts: DueFacts, at: Date): Decided {
  const { recurrence } = facts.rule;
  const next = schedule.nextRunAt as Date;
  const { passed, last } = dueUntil(recurrence, schedule.timeZone, next, at);
  const decision = decideLast(schedule, facts, last, at);
  return {
    passed: passed.map((due) => ({ ...due, ...decidePassed(schedule, due.dueAt) })),
    last: { dueAt: last, ...decision },
    starts: decision.outcome === "started" || decision.outcome === "late",
    ...planFrom(schedule, at),
    isResumed: schedule.pausedAt !== null && !isPaused(schedule, at),
  };
}

function decidePassed(schedule: StoredSchedule, dueAt: Date): Omit<DueRow, "dueAt"> {
  return fallsIntoPause(schedule, dueAt)
    ? { outcome: "skipped-paused" }
    : { outcome: "missed", policy: schedule.missed };
}

function decideLast(
  schedule: StoredSchedule,
  { rule, alive, isIdle }: DueFacts,
  due: Date,
  at: Date,
): Omit<DueRow, "dueAt"> {
  if (isPaused(schedule, at) || fallsIntoPause(schedule, due)) return { outcome: "skipped-paused" };
  const lateSeconds = (at.getTime() - due.getTime()) / 1000;
  const isMissed = lateSeconds > MISSED_SECONDS;
  if (isMissed && schedule.missed === "skip") return { outcome: "missed", policy: "skip" };
  if (rule.onlyWhen && isIdle) return { outcome: "skipped-idle" };
  const inTheWay = overlapping(schedule, alive);
  if (inTheWay) return { outcome: "skipped-running", policy: schedule.overlap, runId: inTheWay.id };
  const outcome: DueOutcome = lateSeconds >= LATE_SECONDS ? "late" : "started";
  return isMissed ? { outcome, policy: "run-once" } : { outcome };
}

/** The run that stands in the way by the schedule's policy. */
function overlapping({ overlap }: StoredSchedule, alive: AliveRun[]): AliveRun | undefined {
  if (overlap === "allow") return undefined;
  return overlap === "skip" ? alive[0] : alive.find((run) => WAITING.includes(run.status));
}
