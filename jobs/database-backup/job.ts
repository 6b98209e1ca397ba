import { z } from "zod";
import { defineJob } from "#lib/job-types/define.ts";

export const databaseBackup = defineJob({
  name: "database-backup",
  title: "Database backup",
  description:
    "Writes the whole database into a file on the server and tries whether it can be restored; keeps the newest and removes older ones.",
  kind: "maintenance",
  scope: "installation",
  payloadVersion: 1,
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
    kept: "Backups kept",
    removed: "Backups removed",
  },
  stop: { possible: true, meaning: "Nothing of this backup stays; earlier ones are still there." },
  retry: {
    attempts: 3,
    backOffSeconds: [60, 600],
    afterLostWorker: true,
    neverFor: ["backup-login-missing", "backup-not-allowed"],
  },
  overlap: "skip",
  concurrencyPerDomain: 1,
  expectedSeconds: 60,
  permissions: { start: "installation.manage" },
  dangerous: false,
  planning: {
    automatic: {
      words: "Every day at 02:00",
      recurrence: { repeat: "weekdays", weekdays: [1, 2, 3, 4, 5, 6, 7], times: ["02:00"] },
    },
    missed: "run-once",
  },
  makesNoFiles:
    "Its files hold everything, so they stay in the server's backup folder and can't be downloaded here.",
});
