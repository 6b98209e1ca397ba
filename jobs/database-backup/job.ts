import { z } from "zod";
import { defineJob, HOUSEKEEPING } from "#lib/job-types/define.ts";

export const databaseBackup = defineJob({
  ...HOUSEKEEPING,
  name: "database-backup",
  title: "Database backup",
  description:
    "Writes the whole database into a file on the server and tries whether it can be restored; keeps the newest and removes older ones.",
  parameters: z.object({
    /** So many stay. */
    keep: z.int().min(1).max(1_000).default(7),
    /** `auto`: pg_dump where a fit one is found. `archive`: our own archive in any case. */
    method: z.enum(["auto", "archive"]).default("auto"),
  }),
  steps: [
    { name: "write", title: "Write", weight: 4 },
    { name: "verify", title: "Verify", weight: 5 },
    { name: "keep", title: "Keep", weight: 1 },
  ],
  tallies: {
    tables: "Tables",
    rows: "Rows",
    bytes: "Bytes",
    verified: "Tables verified",
    kept: "Kept",
    removed: "Older removed",
  },
  stop: { possible: true, meaning: "Nothing of this backup stays; earlier ones are still there." },
  retry: { ...HOUSEKEEPING.retry, neverFor: ["backup-login-missing", "backup-not-allowed"] },
  expectedSeconds: 60,
  planning: {
    automatic: {
      words: "Every day at 02:00 UTC",
      recurrence: { repeat: "weekdays", weekdays: [1, 2, 3, 4, 5, 6, 7], times: ["02:00"] },
    },
    missed: "run-once",
  },
  makesNoFiles:
    "Its files hold everything, so they stay in the server's backup folder and can't be downloaded here.",
});
