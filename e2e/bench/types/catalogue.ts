// Job types that only the bench runs.
import { z } from "zod";
import { defineJob, type JobType } from "#lib/job-types/define.ts";

const base = {
  kind: "maintenance",
  scope: "domain",
  payloadVersion: 1,
  stop: { possible: true, meaning: "It ends at once." },
  retry: { attempts: 1, backOffSeconds: [1], afterLostWorker: true, neverFor: [] },
  overlap: "allow",
  concurrencyPerDomain: 1_000,
  expectedSeconds: 1,
  permissions: { start: "runs.start" },
  dangerous: false,
} as const;

/** What a run costs when the job itself costs nothing. */
export const nothing = defineJob({
  ...base,
  name: "bench-nothing",
  title: "Nothing",
  description: "One step with one item, one tally, one line in the log.",
  parameters: z.object({}),
  steps: [{ name: "nothing", title: "Nothing", weight: 1 }],
  tallies: { done: "Done" },
});

/** Lives until it is stopped; says when it begins, and when it was told to end. */
export const listens = defineJob({
  ...base,
  name: "bench-listens",
  title: "Listens",
  description: "Waits for its signal.",
  parameters: z.object({ lineEveryMs: z.number().int().min(1).default(60_000) }),
  steps: [{ name: "listen", title: "Listen", weight: 1 }],
  tallies: {},
});

export const catalogue: readonly JobType[] = [nothing, listens];
