import { z } from "zod";
import { defineJob } from "#lib/job-types/define.ts";

export const locationConsistencyCheck = defineJob({
  name: "location-consistency-check",
  title: "Location consistency check",
  description:
    "Finds locations whose parent is not there or that are their own parents, codes that can't be told apart, and stock in places that do not exist.",
  kind: "maintenance",
  scope: "domain",
  payloadVersion: 1,
  parameters: z.object({
    /** Of each kind and warehouse so many are listed; all are counted. */
    listAtMost: z.int().min(1).max(100_000).default(10_000),
  }),
  steps: [
    { name: "parents", title: "Parents", weight: 2 },
    { name: "cycles", title: "Cycles", weight: 3 },
    { name: "codes", title: "Codes", weight: 2 },
    { name: "stock", title: "Stock", weight: 3 },
  ],
  tallies: { checked: "Checked", faults: "Faults" },
  stop: { possible: true, meaning: "It only looks; what it found so far stays listed." },
  retry: { attempts: 3, backOffSeconds: [30, 300], afterLostWorker: true, neverFor: [] },
  overlap: "skip",
  concurrencyPerDomain: 1,
  expectedSeconds: 10,
  permissions: { start: "runs.start" },
  dangerous: false,
  planning: {
    automatic: {
      words: "Every day at 05:00 in the domain's time zone",
      recurrence: { repeat: "weekdays", weekdays: [1, 2, 3, 4, 5, 6, 7], times: ["05:00"] },
    },
    missed: "skip",
  },
  makesNoFiles: "It lists what it finds as issues, which can be downloaded as CSV.",
});
