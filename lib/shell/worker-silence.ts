import { sql } from "drizzle-orm";
import { workers } from "#drizzle/schema/runs.ts";
import type { Tx } from "../platform/db.ts";

/** After this time without any worker every page says so. */
const SILENT_SECONDS = 60;

/** When the last worker was heard, ISO; null inside where none ever was. */
export type WorkerSilence = { since: string | null };

/** Null while a worker is alive or was until a minute ago. Installation-wide: every viewer's runs wait then. */
export async function workerSilenceWithin(tx: Tx): Promise<WorkerSilence | null> {
  const [row] = await tx
    .select({
      heardAt: sql<string | null>`max(${workers.heartbeatAt})`,
      recent: sql<boolean>`coalesce(max(${workers.heartbeatAt}) > app_now() - make_interval(secs => ${SILENT_SECONDS}), false)`,
    })
    .from(workers);
  if (!row || row.recent) return null;
  return { since: row.heardAt === null ? null : new Date(row.heardAt).toISOString() };
}
