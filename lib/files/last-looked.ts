import { sql } from "drizzle-orm";
import { read } from "../access/transact.ts";
import type { Viewer } from "../access/viewer.ts";

/** When a run of this run's job last looked for missing files to the end; null when none did that is still known. */
export async function lastLookedAt(viewer: Viewer, runId: number): Promise<Date | null> {
  return await read(viewer, async (tx) => {
    const [row] = await tx.execute<{ at: string }>(sql`
      select s.ended_at::text as at from runs r join steps s on s.run_id = r.id and s.name = 'missing'
      where r.job_type = (select job_type from runs where id = ${runId}) and r.id < ${runId}
        and s.status = 'completed' and s.progress_done > 0
      order by r.id desc limit 1`);
    return row ? new Date(row.at) : null;
  });
}
