import { sql } from "drizzle-orm";
import type { Tx } from "../platform/db.ts";
import { settings } from "../platform/env.ts";

/** Names of the job types that some living worker knows; with an older and a newer one side by side more than one of them does. */
export async function livingTypes(tx: Tx): Promise<string[]> {
  const rows = await tx.execute<{ name: string }>(sql`
    select distinct unnest(job_types) as name from workers
    where state = 'alive' and heartbeat_at > app_now() - make_interval(secs => ${settings().WORKER_LOST_SECONDS})`);
  return rows.map((row) => row.name);
}
