import { sql, type SQL } from "drizzle-orm";
import type { Tx } from "../platform/db.ts";

export type TracesPart = { keepDays: number; limit: number };

/** Deletes due times that are older than the runs' own age and whose run is gone. Answers how many. */
export const purgeDueTimes = (tx: Tx, { keepDays, limit }: TracesPart) =>
  deleted(
    tx,
    sql`delete from due_times d using (
      select schedule_id, due_at from due_times where due_at < app_now() - make_interval(days => ${keepDays}::int)
        and not exists (select 1 from runs where runs.id = due_times.run_id) order by due_at limit ${limit}) old
      where d.schedule_id = old.schedule_id and d.due_at = old.due_at`,
  );

/** Deletes mails that are settled one way or the other, older than that, and whose run is gone. Answers how many. */
export const purgeMails = (tx: Tx, { keepDays, limit }: TracesPart) =>
  deleted(
    tx,
    sql`delete from mails where id in (
      select id from mails where created_at < app_now() - make_interval(days => ${keepDays}::int)
        and status not in ('waiting', 'sending')
        and not exists (select 1 from runs where runs.id = mails.run_id) limit ${limit})`,
  );

async function deleted(tx: Tx, statement: SQL): Promise<number> {
  const { count } = (await tx.execute(statement)) as unknown as { count: number };
  return count;
}
