import { z } from "zod";
import { defineJob } from "#lib/job-types/define.ts";

export const stockLevelCheck = defineJob({
  name: "stock-level-check",
  title: "Stock level check",
  description:
    "Compares what each warehouse has with the least it wants to have, and finds counts that can't be.",
  kind: "maintenance",
  scope: "domain",
  payloadVersion: 1,
  parameters: z.object({
    /** Warns so many percent above the minimum already. */
    marginPercent: z.int().min(0).max(500).default(0),
  }),
  steps: [
    { name: "check-levels", title: "Check levels", weight: 3 },
    { name: "check-counts", title: "Check counts", weight: 2 },
  ],
  tallies: {
    checked: "Checked",
    low: "Low",
    out: "Out of stock",
    unknown: "Unknown products",
    skipped: "Switched off",
    negative: "Negative",
    "over-reserved": "Over-reserved",
  },
  stop: { possible: true, meaning: "It only looks; what it found so far stays listed." },
  retry: { attempts: 3, backOffSeconds: [10, 60], afterLostWorker: true, neverFor: [] },
  overlap: "skip",
  concurrencyPerDomain: 1,
  expectedSeconds: 10,
  permissions: { start: "runs.start" },
  dangerous: false,
  planning: {
    automatic: {
      words: "Every 15 minutes",
      recurrence: { repeat: "minutes", everyMinutes: 15 },
    },
    missed: "skip",
  },
  makesNoFiles: "It lists what it finds as issues, which can be downloaded as CSV.",
});
