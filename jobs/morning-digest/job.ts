import { z } from "zod";
import { defineJob } from "#lib/job-types/define.ts";

export const morningDigest = defineJob({
  name: "morning-digest",
  title: "Morning digest",
  description:
    "Tells each administrator of the domain in one mail how the night went, also when nothing ran.",
  kind: "maintenance",
  scope: "domain",
  payloadVersion: 1,
  parameters: z.object({
    /** How far back it looks. */
    hours: z.int().min(1).max(168).default(24),
  }),
  steps: [
    { name: "gather", title: "Gather", weight: 1 },
    { name: "write-mails", title: "Write mails", weight: 1 },
  ],
  tallies: { ended: "Runs ended", problems: "With a problem", mails: "Mails" },
  stop: { possible: true, meaning: "The mails written so far are sent." },
  retry: { attempts: 3, backOffSeconds: [30, 300], afterLostWorker: true, neverFor: [] },
  overlap: "skip",
  concurrencyPerDomain: 1,
  expectedSeconds: 2,
  permissions: { start: "runs.start" },
  dangerous: false,
  planning: {
    automatic: {
      words: "Every day at 07:00 in the domain's time zone",
      recurrence: { repeat: "weekdays", weekdays: [1, 2, 3, 4, 5, 6, 7], times: ["07:00"] },
    },
    missed: "run-once",
  },
  makesNoFiles: "It writes mails; they are listed on the mail page.",
});
