import { sql } from "drizzle-orm";
import { read } from "../access/transact.ts";
import type { Viewer } from "../access/viewer.ts";
import type { Tx } from "../platform/db.ts";
import { lanesAs, type Lane } from "./lanes.ts";
import { purgeable, type RetentionRules } from "./rules.ts";

export type Choice = {
  runCount: number;
  purgeableCount: number;
  /** Of these, by job type. */
  byJobType: Array<{ jobType: string; runCount: number; purgeableCount: number }>;
  /** Months (their first day, UTC) that are over and of which no run is kept: their lines go with their partitions. */
  wholeMonths: string[];
};

/** Counts what may go, before anything goes. */
export function choosePurgeable(
  viewer: Viewer,
  lanes: readonly Lane[],
  rules: RetentionRules,
): Promise<Choice> {
  return read(viewer, async (tx) => {
    const rows = await tx.execute<Counted>(sql`
      select to_char(r.created_at at time zone 'UTC', 'YYYY-MM-01') as month, r.job_type as "jobType",
        r.created_at < date_trunc('month', app_now() at time zone 'UTC') at time zone 'UTC' as "isOver",
        count(*)::int as "runCount", (count(*) filter (where ${purgeable(rules)}))::int as "purgeableCount"
      from runs r left join ${lanesAs(lanes)}
        on l.job_type = r.job_type and coalesce(l.domain_id::text, '') = coalesce(r.domain_id::text, '')
      group by 1, 2, 3 order by 1, 2`);
    const months = [...new Set([...(await emptyMonths(tx)), ...wholeMonths(rows)])].toSorted();
    return { ...sums(rows), byJobType: jobTypes(rows), wholeMonths: months };
  });
}

/**
 * Months that have partitions and no run: their runs went with an earlier purge that was stopped. The one before this month is
 * not looked at, because its partitions are made again and again.
 */
async function emptyMonths(tx: Tx): Promise<string[]> {
  const rows = await tx.execute<{ month: string }>(sql`
    select distinct to_char(first, 'YYYY-MM-01') as month from pg_class,
      lateral (select to_date(right(relname, 7), 'YYYY_MM')::timestamp as first) dated
    where relispartition and relkind = 'r' and relnamespace = 'public'::regnamespace
      and relname ~ '^(log_lines|issues|refused_rows)_[0-9]{4}_[0-9]{2}$'
      and first < date_trunc('month', app_now() at time zone 'UTC') - interval '1 month'
      and not exists (select 1 from runs where created_at >= first at time zone 'UTC'
        and created_at < (first + interval '1 month') at time zone 'UTC')`);
  return rows.map((row) => row.month);
}

type Counted = {
  month: string;
  jobType: string;
  isOver: boolean;
  runCount: number;
  purgeableCount: number;
};

const sums = (rows: readonly Counted[]) => ({
  runCount: rows.reduce((sum, row) => sum + row.runCount, 0),
  purgeableCount: rows.reduce((sum, row) => sum + row.purgeableCount, 0),
});

const jobTypes = (rows: readonly Counted[]) =>
  [...Map.groupBy(rows, (row) => row.jobType)].map(([jobType, own]) => ({ jobType, ...sums(own) }));

const wholeMonths = (rows: readonly Counted[]) =>
  [...Map.groupBy(rows, (row) => row.month)].flatMap(([month, own]) =>
    own.every((row) => row.isOver && row.runCount === row.purgeableCount) ? [month] : [],
  );
