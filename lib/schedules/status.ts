/** What can become of a due time, as pages say it. The columns' words are repeated in `drizzle/schema/words.ts`. */
export const DUE_OUTCOMES = [
  "started",
  "late",
  "skipped-running",
  "skipped-paused",
  "skipped-idle",
  "missed",
] as const;
export type DueOutcome = (typeof DUE_OUTCOMES)[number];

export const DUE: Record<DueOutcome, { label: string; meaning: string }> = {
  started: { label: "Ran", meaning: "It was started when it was due." },
  late: { label: "Late", meaning: "It was started, but later than it was due." },
  "skipped-running": { label: "Skipped", meaning: "Its last run was not done yet." },
  "skipped-paused": { label: "Skipped", meaning: "The job was paused." },
  "skipped-idle": { label: "Nothing to do", meaning: "Nothing waited for it." },
  missed: { label: "Missed", meaning: "No worker was alive when it was due." },
};

export const OVERLAP_POLICIES = ["skip", "queue-one", "allow"] as const;
export type OverlapPolicy = (typeof OVERLAP_POLICIES)[number];

export const OVERLAP: Record<OverlapPolicy, { label: string; meaning: string }> = {
  skip: { label: "Skip this one", meaning: "A due time during a run is recorded as skipped." },
  "queue-one": { label: "Queue one", meaning: "One more waits until the run is done." },
  allow: { label: "Start another", meaning: "It is started beside the run that is under way." },
};

export const MISSED_POLICIES = ["skip", "run-once"] as const;
export type MissedPolicy = (typeof MISSED_POLICIES)[number];

export const MISSED: Record<MissedPolicy, { label: string; meaning: string }> = {
  skip: {
    label: "Skip",
    meaning: "What was missed is recorded, the next due time comes as planned.",
  },
  "run-once": {
    label: "Run once",
    meaning: "As soon as a worker is back, one run stands for all that was missed.",
  },
};

export const REPORT_OCCASIONS = [
  "always",
  "warnings-and-failures",
  "failures",
  "first-failure-and-recovery",
] as const;
export type ReportOccasion = (typeof REPORT_OCCASIONS)[number];

export const OCCASION: Record<ReportOccasion, string> = {
  always: "Always",
  "warnings-and-failures": "Warnings and failures",
  failures: "Failures",
  "first-failure-and-recovery": "First failure and recovery",
};
