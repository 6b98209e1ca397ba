// Planned job types for the tests of the whole way from a due time to a run that is done.
import { z } from "zod";
import { defineJob, type JobType } from "#lib/job-types/define.ts";
import { single } from "../types/catalogue.ts";

export const planned = defineJob({
  ...single,
  parameters: z.object({
    ms: z.number().default(20),
    obeys: z.boolean().default(true),
    lines: z.number().int().default(0),
  }),
  overlap: "skip",
  planning: {
    automatic: { words: "Every minute", recurrence: { repeat: "minutes", everyMinutes: 1 } },
    missed: "skip",
  },
});

export const catalogue: readonly JobType[] = [planned];
