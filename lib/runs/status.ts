/**
 * The statuses of a run: label, tone, icon and the allowed transitions, each with one sentence of reason.
 * Pages, mails, filters and tests read this table; nothing else decides what may follow what.
 */
export const RUN_STATUSES = [
  "deferred",
  "queued",
  "running",
  "stopping",
  "completed",
  "completed-with-warnings",
  "failed",
  "stopped",
  "interrupted",
  "cancelled",
  "settled",
] as const;

export type RunStatus = (typeof RUN_STATUSES)[number];

/** The CSS class of a status in the stylesheet; also the name of its drawn shape. */
export type StatusTone =
  | "wait"
  | "new"
  | "run"
  | "stopping"
  | "ok"
  | "warn"
  | "fail"
  | "stopped"
  | "lost"
  | "cancelled"
  | "done";

export type StatusGroup = "waiting" | "running" | "finished-well" | "finished-with-a-problem";

export type StatusFacts = {
  label: string;
  tone: StatusTone;
  /** Name of the symbol in the icon set; no two statuses share one. */
  icon: string;
  group: StatusGroup;
  /** One sentence for the tooltip and the help. */
  meaning: string;
  /** Whether the run can still change by itself. */
  live: boolean;
  /** What may follow, and why. */
  next: Partial<Record<RunStatus, string>>;
};

export const STATUS: Record<RunStatus, StatusFacts> = {
  deferred: {
    label: "Scheduled",
    tone: "wait",
    icon: "wait",
    group: "waiting",
    meaning: "Waits for its start time.",
    live: true,
    next: {
      queued: "its start time was dropped or has come",
      running: "its start time has come and a worker took it",
      cancelled: "a person cancelled it before it started",
      settled: "a person set it to done by hand",
    },
  },
  queued: {
    label: "New",
    tone: "new",
    icon: "new",
    group: "waiting",
    meaning: "Waits for a worker.",
    live: true,
    next: {
      running: "a worker took it",
      deferred: "a person gave it a later start time",
      cancelled: "a person cancelled it before it started",
      settled: "a person set it to done by hand",
    },
  },
  running: {
    label: "In progress",
    tone: "run",
    icon: "run",
    group: "running",
    meaning: "A worker executes it.",
    live: true,
    next: {
      stopping: "a person asked it to stop",
      completed: "it ended without a warning",
      "completed-with-warnings": "it ended with warnings or refused rows",
      failed: "it ended with an error",
      deferred: "an attempt failed and the retry policy gives it another one later",
      queued: "its worker handed it over before shutting down",
      interrupted: "its worker was lost",
    },
  },
  stopping: {
    label: "Stopping…",
    tone: "stopping",
    icon: "stopping",
    group: "running",
    meaning: "It was asked to stop and ends at its next safe point.",
    live: true,
    next: {
      stopped: "it ended at a safe point or was ended after its grace time",
      completed: "it was done before the stop reached it",
      "completed-with-warnings": "it was done before the stop reached it, with warnings",
      failed: "it ended with an error before the stop reached it",
      settled: "a person set it to done by hand, and it has ended",
    },
  },
  completed: {
    label: "Completed",
    tone: "ok",
    icon: "ok",
    group: "finished-well",
    meaning: "It ended without a warning.",
    live: false,
    next: {},
  },
  "completed-with-warnings": {
    label: "Completed with warnings",
    tone: "warn",
    icon: "warn",
    group: "finished-with-a-problem",
    meaning: "It ended, and something in it wants a look.",
    live: false,
    next: {},
  },
  failed: {
    label: "Failed",
    tone: "fail",
    icon: "fail",
    group: "finished-with-a-problem",
    meaning: "It ended with an error.",
    live: false,
    next: {
      queued: "a person retries it with the same input",
      deferred: "a person retries it at a later time",
      settled: "a person set it to done by hand",
    },
  },
  stopped: {
    label: "Stopped",
    tone: "stopped",
    icon: "stopped",
    group: "finished-with-a-problem",
    meaning: "A person stopped it.",
    live: false,
    next: {
      queued: "a person retries it; it goes on from its last checkpoint",
      deferred: "a person retries it at a later time",
      settled: "a person set it to done by hand",
    },
  },
  interrupted: {
    label: "Worker lost",
    tone: "lost",
    icon: "lost",
    group: "finished-with-a-problem",
    meaning: "Its worker was lost; it is tried again or becomes failed.",
    live: true,
    next: {
      queued: "the sweep or a person gives it to another worker",
      deferred: "the sweep gives it to another worker later",
      failed: "it may not be tried again by itself",
      stopped: "it was asked to stop before its worker was lost",
      settled: "a person set it to done by hand",
    },
  },
  cancelled: {
    label: "Cancelled",
    tone: "cancelled",
    icon: "cancelled",
    group: "finished-with-a-problem",
    meaning: "It was taken back before it started.",
    live: false,
    next: {
      queued: "a person starts it after all",
    },
  },
  settled: {
    label: "Set to done",
    tone: "done",
    icon: "done",
    group: "finished-well",
    meaning: "A person set it to done by hand, with a reason.",
    live: false,
    next: {},
  },
};

/** Statuses from which `to` may be reached; the where-clause of every conditional update. */
export function statusesBefore(to: RunStatus): RunStatus[] {
  return RUN_STATUSES.filter((from) => to in STATUS[from].next);
}

/** How many warnings people are told of. An issue may also be a line of the log, so the two are not added. */
export const warningsOf = (run: { warningCount: number; issueCount: number }): number =>
  Math.max(run.warningCount, run.issueCount);

export const WAITING: RunStatus[] = ["deferred", "queued"];
export const ACTIVE: RunStatus[] = ["running", "stopping"];
export const FINISHED: RunStatus[] = RUN_STATUSES.filter((status) => !STATUS[status].live);

/** How the message of a run begins whose process does not answer. */
export const NO_PROGRESS = "No progress";

/** Step statuses; a step has no life of its own beyond its run's. */
export const STEP_STATUSES = ["waiting", "running", "completed", "failed", "stopped"] as const;
export type StepStatus = (typeof STEP_STATUSES)[number];

export const LOG_LEVELS = ["debug", "info", "warning", "error"] as const;
export type LogLevel = (typeof LOG_LEVELS)[number];

/** How a run came to be. */
export const TRIGGERS = ["person", "schedule", "run", "api", "demo"] as const;
export type Trigger = (typeof TRIGGERS)[number];
