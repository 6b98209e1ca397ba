import { z } from "zod";
import { defineJob, HOUSEKEEPING } from "#lib/job-types/define.ts";

export const storageCleanUp = defineJob({
  ...HOUSEKEEPING,
  name: "storage-clean-up",
  title: "Storage clean-up",
  description:
    "Deletes files that are past their time and what nobody names any more, and says which files are missing from the store.",
  parameters: z.object({
    /** Looking for every single file takes long in a large store, so it is done again only after so many hours. 0: each time. */
    lookForMissingHours: z.int().min(0).max(8_760).default(20),
  }),
  steps: [
    { name: "expire", title: "Delete expired files", weight: 2 },
    { name: "orphans", title: "Delete orphaned files", weight: 3 },
    { name: "missing", title: "Look for missing files", weight: 4 },
    { name: "forget", title: "Forget what is gone", weight: 1 },
  ],
  tallies: {
    expired: "Expired",
    orphans: "Orphaned",
    bytes: "Bytes freed",
    checked: "Checked",
    missing: "Missing",
    drafts: "Drafts",
    forgotten: "Forgotten",
  },
  stop: { possible: true, meaning: "What is deleted stays deleted; the rest goes the next time." },
  retry: { ...HOUSEKEEPING.retry, neverFor: ["store-unreachable"] },
  expectedSeconds: 30,
  planning: {
    automatic: {
      words: "Every 20 minutes; it looks for missing files once a day",
      recurrence: { repeat: "minutes", everyMinutes: 20 },
    },
    missed: "skip",
  },
  makesNoFiles: "It deletes files and makes none.",
});
