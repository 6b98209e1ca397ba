import { z } from "zod";
import { defineJob } from "#lib/job-types/define.ts";

export const passwordExpiryReminders = defineJob({
  name: "password-expiry-reminders",
  title: "Password expiry reminders",
  description:
    "Reminds the domain's people by mail before their passwords are too old, once for each number of days, and lists those that are.",
  kind: "maintenance",
  scope: "domain",
  payloadVersion: 1,
  parameters: z.object({
    /** So many days a password is good for. */
    maxAgeDays: z.int().min(1).max(3_650).default(365),
    /** So many days before that people are reminded; 0: when it is over. */
    remindDaysBefore: z
      .array(z.int().min(0).max(365))
      .min(1)
      .max(10)
      .default(() => [14, 3, 0]),
  }),
  steps: [{ name: "remind", title: "Remind", weight: 1 }],
  tallies: {
    checked: "Checked",
    soon: "Soon too old",
    "too-old": "Too old",
    reminded: "Reminded before",
    mails: "Mails",
  },
  stop: { possible: true, meaning: "The mails written so far are sent; nobody gets one twice." },
  retry: { attempts: 3, backOffSeconds: [30, 300], afterLostWorker: true, neverFor: [] },
  overlap: "skip",
  concurrencyPerDomain: 1,
  expectedSeconds: 3,
  permissions: { start: "runs.start" },
  dangerous: false,
  planning: {
    automatic: {
      words: "Every day at 08:00 in the domain's time zone",
      recurrence: { repeat: "weekdays", weekdays: [1, 2, 3, 4, 5, 6, 7], times: ["08:00"] },
    },
    missed: "run-once",
  },
  makesNoFiles: "It writes mails; they are listed on the mail page.",
});
