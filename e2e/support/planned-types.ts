// Planned job types for the scheduler's own tests. Never part of the product's catalogue.
import { z } from "zod";
import { defineJob, type JobType } from "#lib/job-types/define.ts";
import type { Recurrence } from "#lib/schedules/plan-input.ts";

const base = {
  description: "Does nothing.",
  kind: "maintenance",
  scope: "domain",
  payloadVersion: 1,
  parameters: z.object({}),
  steps: [],
  tallies: {},
  stop: { possible: true, meaning: "It ends after its current item." },
  retry: { attempts: 1, backOffSeconds: [1], afterLostWorker: true, neverFor: [] },
  overlap: "skip",
  concurrencyPerDomain: 1,
  expectedSeconds: 1,
  permissions: { start: "runs.start" },
  dangerous: false,
} as const;

export const daily = (...times: string[]): Recurrence => ({
  repeat: "weekdays",
  weekdays: [1, 2, 3, 4, 5, 6, 7],
  times,
});

const automatic = {
  words: "Every day at 01:00 in the domain's time zone",
  recurrence: daily("01:00"),
};

export const plannedType = (name: string, more: Partial<JobType> = {}) =>
  defineJob({ ...base, name, title: name, planning: { automatic, missed: "skip" }, ...more });

/** Several, because a domain has one schedule of each. */
export const plannedTypes: readonly JobType[] = [
  ...Array.from({ length: 10 }, (_, at) => plannedType(`nightly-${at}`)),
  plannedType("side-by-side", { overlap: "allow", concurrencyPerDomain: 3 }),
  plannedType("by-hand", { planning: { automatic: null, missed: "run-once" } }),
  plannedType("when-changed", {
    planning: {
      automatic: {
        words: "Every 15 minutes while products change",
        recurrence: { repeat: "minutes", everyMinutes: 15 },
        onlyWhen: "products-changed",
      },
      missed: "skip",
    },
  }),
  plannedType("house-keeping", { scope: "installation" }),
  defineJob({ ...base, name: "unplanned", title: "Unplanned" }),
];
