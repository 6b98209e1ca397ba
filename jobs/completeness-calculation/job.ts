import { z } from "zod";
import { defineJob } from "#lib/job-types/define.ts";

export const completenessCalculation = defineJob({
  name: "completeness-calculation",
  title: "Completeness calculation",
  description:
    "Learns family by family what most of its products have, and names the products that lack some of it.",
  kind: "maintenance",
  scope: "domain",
  payloadVersion: 1,
  parameters: z.object({
    /** What so many percent of a family have is expected of all of it. */
    expectedPercent: z.int().min(51).max(100).default(80),
    /** Smaller families say too little. */
    leastProducts: z.int().min(2).default(5),
    /** So many are listed one by one; all are counted. */
    listAtMost: z.int().min(0).max(100_000).default(10_000),
  }),
  steps: [{ name: "compare", title: "Learn and compare", weight: 1 }],
  tallies: {
    families: "Families",
    complete: "Complete",
    incomplete: "Incomplete",
    "too-few": "In small families",
    "without-family": "Without family",
  },
  stop: { possible: true, meaning: "It only looks; what it found so far stays listed." },
  retry: { attempts: 3, backOffSeconds: [30, 300], afterLostWorker: true, neverFor: [] },
  overlap: "skip",
  concurrencyPerDomain: 1,
  expectedSeconds: 20,
  permissions: { start: "runs.start" },
  dangerous: false,
  planning: {
    automatic: {
      words: "Every day at 02:30 in the domain's time zone, when products have changed",
      recurrence: { repeat: "weekdays", weekdays: [1, 2, 3, 4, 5, 6, 7], times: ["02:30"] },
      onlyWhen: "products-changed",
    },
    missed: "run-once",
  },
  makesNoFiles: "It lists what is missing as issues, which can be downloaded as CSV.",
});
