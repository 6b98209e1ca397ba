import { sql, type SQL } from "drizzle-orm";
import { REACH_HOURS } from "../schedules/upcoming-input.ts";
import type { Tx } from "../platform/db.ts";

export type TracesPart = { keepDays: number; limit: number };

/** What Upcoming shows at its widest, and a day more for its zones; the list shows less. */
const SHOWN_HOURS = Math.max(...Object.values(REACH_HOURS)) + 24;

/**
 * Deletes due times whose run is gone and that are older than the runs' own age, but never those that pages still show. Answers how
 * many were deleted and where to look on; null where none is left.
 */
export async function purgeDueTimes(
  tx: Tx,
  { keepDays, limit, after }: TracesPart & { after: string | null },
): Promise<{ count: number; last: string | null }> {
  const hours = Math.max(keepDays * 24, SHOWN_HOURS);
  const from = after ? beyond(after) : sql``;
  const [part] = await tx.execute<{ count: number; looked: number; last: string | null }>(sql`
    with old as materialized (
      select schedule_id, due_at, run_id from due_times
      where due_at < app_now() - make_interval(hours => ${hours}::int) ${from}
      order by due_at, schedule_id limit ${limit}
    ), gone as (
      delete from due_times d using old where d.schedule_id = old.schedule_id and d.due_at = old.due_at
        and not exists (select 1 from runs where runs.id = old.run_id) returning 1
    )
    select (select count(*) from gone)::int as count, (select count(*) from old)::int as looked,
      (select due_at::text || ' ' || schedule_id from old order by due_at desc, schedule_id desc limit 1) as last`);
  const { count = 0, looked = 0, last = null } = part ?? {};
  return { count, last: looked < limit ? null : last };
}

/** The first condition says what the second does, so that the index on `due_at` serves. */
function beyond(last: string): SQL {
  const at = last.lastIndexOf(" ");
  const dueAt = sql`${last.slice(0, at)}::timestamptz`;
  return sql`and due_at >= ${dueAt} and (due_at, schedule_id) > (${dueAt}, ${last.slice(at + 1)}::uuid)`;
}

/** Deletes what the sweep found, a report has told of, and that is older than the runs' own age. Answers how many. */
export const purgeFindings = (tx: Tx, { keepDays, limit }: TracesPart) =>
  deleted(
    tx,
    sql`delete from sweep_findings where id in (
      select id from sweep_findings where found_at < app_now() - make_interval(days => ${keepDays}::int)
        and reported_by is not null order by found_at limit ${limit})`,
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
