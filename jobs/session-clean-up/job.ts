import { z } from "zod";
import { defineJob, HOUSEKEEPING } from "#lib/job-types/define.ts";

export const sessionCleanUp = defineJob({
  ...HOUSEKEEPING,
  name: "session-clean-up",
  title: "Session clean-up",
  description:
    "Ends sessions whose time is up, and forgets old sessions, failed sign-ins and used setup tokens.",
  parameters: z.object({
    /** So long ended sessions and used tokens stay, for who asks when somebody was there. */
    keepDays: z.int().min(1).max(3_650).default(30),
  }),
  steps: [
    { name: "expired", title: "End expired sessions", weight: 1 },
    { name: "sessions", title: "Forget old sessions", weight: 1 },
    { name: "throttles", title: "Forget failed sign-ins", weight: 1 },
    { name: "tokens", title: "Forget setup tokens", weight: 1 },
  ],
  tallies: {
    expired: "Expired",
    sessions: "Sessions",
    throttles: "Failed sign-ins",
    tokens: "Setup tokens",
  },
  stop: { possible: true, meaning: "What is forgotten stays forgotten; the rest goes next time." },
  expectedSeconds: 5,
  planning: {
    automatic: {
      words: "Every hour at 10 minutes past",
      recurrence: { repeat: "hours", everyHours: 1, minute: 10 },
    },
    missed: "skip",
  },
  makesNoFiles: "It forgets; its log says how much.",
});
