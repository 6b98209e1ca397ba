import { z } from "zod";
import { defineJob, HOUSEKEEPING } from "#lib/job-types/define.ts";

export const lostRunSweepReport = defineJob({
  ...HOUSEKEEPING,
  name: "lost-run-sweep-report",
  title: "Lost-run sweep report",
  description:
    "Tells what the sweep found since the last report: workers that were lost, what became of each run taken from them, and runs that were quarantined.",
  parameters: z.object({}),
  steps: [{ name: "tell", title: "Tell", weight: 1 }],
  tallies: {
    workers: "Workers lost",
    taken: "Runs taken over",
    resumed: "Gone on elsewhere",
    failed: "Given up",
    stopped: "Stopped",
    "by-hand": "Decided by a person",
    quarantined: "Quarantined",
    undecided: "Not decided yet",
  },
  stop: { possible: true, meaning: "What is not told yet is told by the next report." },
  expectedSeconds: 1,
  planning: {
    automatic: {
      words: "Every day at 06:30 UTC",
      recurrence: { repeat: "weekdays", weekdays: [1, 2, 3, 4, 5, 6, 7], times: ["06:30"] },
    },
    missed: "run-once",
  },
  makesNoFiles: "Its log is the report.",
});
