/**
 * The closed sets of words that columns hold. They repeat `lib/runs/status.ts`, because a schema file imports nothing of
 * the program; a test compares the two.
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

export const STEP_STATUSES = ["waiting", "running", "completed", "failed", "stopped"] as const;
export const LOG_LEVELS = ["debug", "info", "warning", "error"] as const;
export const TRIGGERS = ["person", "schedule", "run", "api", "demo"] as const;

/** These repeat `lib/schedules/status.ts` and `lib/schedules/plan-input.ts`. */
export const PLANNINGS = ["automatic", "scheduled", "disabled"] as const;
export const OVERLAP_POLICIES = ["skip", "queue-one", "allow"] as const;
export const MISSED_POLICIES = ["skip", "run-once"] as const;
export const REPORT_OCCASIONS = [
  "always",
  "warnings-and-failures",
  "failures",
  "first-failure-and-recovery",
] as const;
export const DUE_OUTCOMES = [
  "started",
  "late",
  "skipped-running",
  "skipped-paused",
  "skipped-idle",
  "missed",
] as const;
