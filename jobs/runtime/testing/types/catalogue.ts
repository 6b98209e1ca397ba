// Job types for the engine's own tests. Never part of the product's catalogue.
import { z } from "zod";
import { defineJob, type JobType } from "#lib/job-types/define.ts";

const base = {
  kind: "maintenance",
  scope: "domain",
  payloadVersion: 1,
  stop: { possible: true, meaning: "It ends after its current item." },
  retry: { attempts: 1, backOffSeconds: [1], afterLostWorker: true, neverFor: [] },
  overlap: "allow",
  concurrencyPerDomain: 64,
  expectedSeconds: 1,
  permissions: { start: "runs.start" },
  dangerous: false,
} as const;

/** Inserts `rows` products in chunks and notes each; its effects can be counted. */
export const count = defineJob({
  ...base,
  name: "count",
  title: "Count",
  description: "Writes products in chunks.",
  parameters: z.object({
    rows: z.number().int(),
    perChunk: z.number().int().default(100),
    pauseMs: z.number().default(0),
    prefix: z.string().default("item"),
    refuseEvery: z.number().int().default(0),
    failAt: z.number().int().default(0),
  }),
  steps: [
    { name: "look", title: "Look", weight: 1 },
    { name: "write", title: "Write", weight: 9 },
  ],
  tallies: { created: "Created", invalid: "Invalid" },
});

/** Sleeps, obeying its signal or not. */
export const sleepy = defineJob({
  ...base,
  name: "sleepy",
  title: "Sleepy",
  description: "Waits.",
  parameters: z.object({
    ms: z.number(),
    obeys: z.boolean().default(true),
    lines: z.number().int().default(0),
  }),
  steps: [{ name: "sleep", title: "Sleep", weight: 1 }],
  tallies: {},
});

/** One at a time in a domain. */
export const single = defineJob({
  ...sleepy,
  name: "single",
  title: "Single",
  concurrencyPerDomain: 1,
});

/** Does what no handler should. */
export const misbehave = defineJob({
  ...base,
  name: "misbehave",
  title: "Misbehave",
  description: "Harms its process.",
  parameters: z.object({
    how: z.enum([
      "exit",
      "abort",
      "segv",
      "deaf",
      "throw-later",
      "reject-later",
      "heap",
      "buffers",
      "busy",
      "throw",
    ]),
    seconds: z.number().default(0),
  }),
  retry: { ...base.retry, attempts: 3, backOffSeconds: [0] },
  steps: [{ name: "harm", title: "Harm", weight: 1 }],
  tallies: {},
});

/** Logs without end. */
export const chatty = defineJob({
  ...base,
  name: "chatty",
  title: "Chatty",
  description: "Talks.",
  parameters: z.object({
    times: z.number().int(),
    text: z.string().default(""),
    /** The text, so many times over in a line. */
    repeat: z.number().default(1),
    breatheEvery: z.number().int().default(1_000),
    /** Spread evenly over so long; 0: as fast as it can. */
    overMs: z.number().default(0),
    pauseMs: z.number().default(0),
  }),
  steps: [{ name: "talk", title: "Talk", weight: 1 }],
  tallies: {},
});

/** Writes a product with each item and says when and as which attempt. An import, so that its person gets a report. */
export const diary = defineJob({
  ...base,
  name: "diary",
  title: "Diary",
  description: "Writes down what it does.",
  kind: "import",
  parameters: z.object({
    items: z.number().int(),
    everyMs: z.number(),
    obeys: z.boolean().default(true),
  }),
  steps: [
    { name: "look", title: "Look", weight: 1 },
    { name: "write", title: "Write", weight: 9 },
  ],
  tallies: { created: "Created" },
});

/** The same, but what it did may not be done again. */
export const frail = defineJob({
  ...diary,
  name: "frail",
  title: "Frail",
  retry: { ...diary.retry, afterLostWorker: false },
});

/** Something for each of many items. */
export const mass = defineJob({
  ...base,
  name: "mass",
  title: "Mass action",
  description: "Does something to many items.",
  kind: "mass-action",
  parameters: z.object({
    items: z.number().int(),
    perBatch: z.number().int(),
    batchMs: z.number(),
    skipEvery: z.number().int(),
  }),
  steps: [{ name: "act", title: "Act", weight: 1 }],
  tallies: { done: "Done", skipped: "Skipped" },
});

export const catalogue: readonly JobType[] = [
  count,
  sleepy,
  single,
  misbehave,
  chatty,
  diary,
  frail,
  mass,
];
