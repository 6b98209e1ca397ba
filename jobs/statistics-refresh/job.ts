import { z } from "zod";
import { defineJob, HOUSEKEEPING } from "#lib/job-types/define.ts";

export const statisticsRefresh = defineJob({
  ...HOUSEKEEPING,
  name: "statistics-refresh",
  title: "Statistics refresh",
  description:
    "Refreshes what the database knows of its tables, so that it goes on finding the fastest way to its rows; names those that are not well.",
  parameters: z.object({
    /** Leaves out tables of which fewer rows have changed since the last time. 0: all tables. */
    leastChanges: z.int().min(0).default(0),
    /** A table with at least so many rows is named when more than a quarter of what it holds is dead. */
    largeTableRows: z.int().min(1).default(10_000),
  }),
  steps: [{ name: "refresh", title: "Refresh", weight: 1 }],
  tallies: {
    refreshed: "Refreshed",
    skipped: "Unchanged",
    busy: "Busy",
    stale: "Were stale",
    bloated: "Full of dead rows",
  },
  stop: { possible: true, meaning: "The tables refreshed so far stay refreshed." },
  retry: { attempts: 2, backOffSeconds: [300], afterLostWorker: true, neverFor: [] },
  expectedSeconds: 30,
  planning: {
    automatic: {
      words: "Every day at 04:30 UTC",
      recurrence: { repeat: "weekdays", weekdays: [1, 2, 3, 4, 5, 6, 7], times: ["04:30"] },
    },
    missed: "skip",
  },
  makesNoFiles: "It changes what the database knows of itself.",
});
