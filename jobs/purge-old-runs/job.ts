import { z } from "zod";
import { defineJob, HOUSEKEEPING } from "#lib/job-types/define.ts";

export const purgeOldRuns = defineJob({
  ...HOUSEKEEPING,
  name: "purge-old-runs",
  title: "Purge of old runs",
  description:
    "Deletes finished runs that are too old or too many, with their logs, issues and refused rows. The newest of each job stay, and its newest success always.",
  parameters: z.object({
    /** Days since the end of runs that ended well. */
    keepDays: z.int().min(1).max(3_650).default(90),
    /** Days since the end of runs that failed, were stopped or had warnings. */
    keepProblemDays: z.int().min(1).max(3_650).default(180),
    /** Of each job in each domain so many stay, however old they are. */
    keepNewest: z.int().min(1).max(10_000).default(20),
    /** Beyond so many the oldest go, however young they are. */
    keepAtMost: z.int().min(1).max(1_000_000).default(10_000),
  }),
  steps: [
    { name: "choose", title: "Choose", weight: 1 },
    { name: "delete-runs", title: "Delete runs", weight: 8 },
    { name: "drop-months", title: "Drop months", weight: 1 },
    { name: "delete-traces", title: "Delete due times, mails and findings", weight: 1 },
  ],
  tallies: {
    kept: "Kept",
    runs: "Runs",
    lines: "Log lines",
    issues: "Issues",
    refused: "Refused rows",
    files: "Files",
    months: "Months",
    "due-times": "Due times",
    mails: "Mails",
    findings: "Findings of the sweep",
  },
  stop: { possible: true, meaning: "What is deleted stays deleted; the rest goes the next time." },
  expectedSeconds: 60,
  planning: {
    automatic: {
      words: "Every day at 03:30 UTC",
      recurrence: { repeat: "weekdays", weekdays: [1, 2, 3, 4, 5, 6, 7], times: ["03:30"] },
    },
    missed: "skip",
  },
  makesNoFiles: "It deletes; its log says how much.",
});
