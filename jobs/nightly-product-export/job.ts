import { z } from "zod";
import { defineJob } from "#lib/job-types/define.ts";

export const nightlyProductExport = defineJob({
  name: "nightly-product-export",
  title: "Nightly product export",
  description:
    "Writes the domain's products with all their values and associations into a file that the import can read again.",
  kind: "export",
  scope: "domain",
  payloadVersion: 1,
  parameters: z.object({
    format: z.enum(["csv", "xlsx", "both"]).default("csv"),
    /** Leaves out products that are switched off. */
    onlyEnabled: z.boolean().default(false),
    /** Code of a family; empty for all. */
    family: z.string().max(200).default(""),
  }),
  steps: [
    { name: "select", title: "Select", weight: 2 },
    { name: "write-file", title: "Write file", weight: 8 },
  ],
  tallies: { selected: "Selected", columns: "Columns", written: "Written", cut: "Cut cells" },
  stop: { possible: true, meaning: "No file is kept of what was written so far." },
  retry: {
    attempts: 3,
    backOffSeconds: [30, 300],
    afterLostWorker: true,
    neverFor: ["too-many-columns", "not-permitted"],
  },
  overlap: "skip",
  concurrencyPerDomain: 1,
  expectedSeconds: 30,
  permissions: { start: "runs.start" },
  dangerous: false,
  planning: {
    automatic: {
      words: "Every day at 01:00 in the domain's time zone",
      recurrence: { repeat: "weekdays", weekdays: [1, 2, 3, 4, 5, 6, 7], times: ["01:00"] },
    },
    missed: "run-once",
  },
});
