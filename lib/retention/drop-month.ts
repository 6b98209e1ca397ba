import { sql } from "drizzle-orm";
import type { Tx } from "../platform/db.ts";

/** `shrunk`: the lines of runs that are still there were kept. `busy`: somebody reads it. `none`: it has no partitions. */
export type DroppedMonth = "dropped" | "shrunk" | "none" | "not-over" | "busy";

/**
 * Drops the partitions of log lines, issues and refused rows of a month (its first day). Lines of runs that are still there move to
 * partitions that take the place of the old ones.
 */
export async function dropMonth(tx: Tx, month: string): Promise<DroppedMonth> {
  const [row] = await tx.execute<{ answer: DroppedMonth }>(
    sql`select app_drop_run_month(${month}::date) as answer`,
  );
  return row?.answer as DroppedMonth;
}

/** Deletes up to `limit` lines each of a month whose run is gone, where its partitions could not be dropped. */
export async function deleteStrayLines(tx: Tx, month: string, limit: number): Promise<number> {
  let deleted = 0;
  for (const table of ["log_lines", "issues", "refused_rows"]) {
    const name = sql.identifier(table);
    const { count } = (await tx.execute(sql`
      delete from ${name} x using (
        select run_created_at, run_id, seq from ${name} s where run_created_at >= ${month}::date::timestamp at time zone 'UTC'
          and run_created_at < (${month}::date + interval '1 month') at time zone 'UTC'
          and not exists (select 1 from runs where runs.id = s.run_id) limit ${limit}) s
      where x.run_created_at = s.run_created_at and x.run_id = s.run_id and x.seq = s.seq`)) as unknown as {
      count: number;
    };
    deleted += count;
  }
  return deleted;
}
