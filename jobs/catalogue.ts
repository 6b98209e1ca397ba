import type { JobType } from "#lib/job-types/define.ts";
import { completenessCalculation } from "./completeness-calculation/job.ts";
import { lostRunSweepReport } from "./lost-run-sweep-report/job.ts";
import { databaseBackup } from "./database-backup/job.ts";
import { locationConsistencyCheck } from "./location-consistency-check/job.ts";
import { morningDigest } from "./morning-digest/job.ts";
import { nightlyProductExport } from "./nightly-product-export/job.ts";
import { passwordExpiryReminders } from "./password-expiry-reminders/job.ts";
import { productImport } from "./product-import/job.ts";
import { purgeOldRuns } from "./purge-old-runs/job.ts";
import { statisticsRefresh } from "./statistics-refresh/job.ts";
import { sessionCleanUp } from "./session-clean-up/job.ts";
import { stockLevelCheck } from "./stock-level-check/job.ts";
import { storageCleanUp } from "./storage-clean-up/job.ts";

/** Every job type there is: one import and one line each. The web process loads this, so declarations only. */
export const catalogue: readonly JobType[] = [
  productImport,
  nightlyProductExport,
  completenessCalculation,
  morningDigest,
  passwordExpiryReminders,
  databaseBackup,
  lostRunSweepReport,
  purgeOldRuns,
  sessionCleanUp,
  statisticsRefresh,
  stockLevelCheck,
  locationConsistencyCheck,
  storageCleanUp,
];
