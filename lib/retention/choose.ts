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
  /** Months (their first day, UTC) that are over and of which few lines are kept: the others go with their partitions. */
  wholeMonths: string[];
};

/** Of the lines and issues of a month so many may stay: they are copied, which must not take long. */
const KEPT_SHARE_MAX = 0.25;
const KEPT_LINES_MAX = 200_000;

/** Counts what may go, before anything goes: month after month, so that no statement takes long. */
export async function choosePurgeable(
  viewer: Viewer,
  lanes: readonly Lane[],
  rules: RetentionRules,
): Promise<Choice> {
  const rows: Counted[] = [];
  for (const month of await read(viewer, monthsWithRuns))
    rows.push(...(await read(viewer, (tx) => countMonth(tx, month, lanes, rules))));
  const empty = await read(viewer, emptyMonths);
  const months = [...new Set([...empty, ...wholeMonths(rows)])].toSorted();
  return { ...sums(rows), byJobType: jobTypes(rows), wholeMonths: months };
}

async function monthsWithRuns(tx: Tx): Promise<string[]> {
  const rows = await tx.execute<{ month: string }>(sql`
    select to_char(first, 'YYYY-MM-01') as month from generate_series(
      (select date_trunc('month', min(created_at) at time zone 'UTC') from runs),
      (select max(created_at) at time zone 'UTC' from runs), interval '1 month') first`);
  return rows.map(({ month }) => month);
}

async function countMonth(
  tx: Tx,
  month: string,
  lanes: readonly Lane[],
  rules: RetentionRules,
): Promise<Counted[]> {
  const first = sql`${month}::date::timestamp`;
  const rows = await tx.execute<Omit<Counted, "month">>(sql`
    with judged as materialized (
      select r.job_type, r.log_seq + r.issue_count as lines, coalesce(${purgeable(rules)}, false) as goes
      from runs r left join ${lanesAs(lanes)} on l.job_type = r.job_type and coalesce(l.domain_id::text, '') = coalesce(r.domain_id::text, '')
      where r.created_at >= ${first} at time zone 'UTC' and r.created_at < (${first} + interval '1 month') at time zone 'UTC'
    ) select job_type as "jobType", ${first} < date_trunc('month', app_now() at time zone 'UTC') as "isOver",
      count(*)::int as "runCount", (count(*) filter (where goes))::int as "purgeableCount",
      sum(lines)::float8 as "lineCount", coalesce(sum(lines) filter (where goes), 0)::float8 as "purgeableLines"
    from judged group by 1 order by 1`);
  return [...rows].map((row) => ({ month, ...row }));
}

/**
 * Months that have partitions and no run: their runs went with an earlier purge that was stopped. The one before this month is
 * not looked at, because its partitions are made again and again. One look into the index for each, not a join.
 */
async function emptyMonths(tx: Tx): Promise<string[]> {
  const rows = await tx.execute<{ month: string }>(sql`
    select distinct to_char(first, 'YYYY-MM-01') as month from pg_class,
      lateral (select to_date(right(relname, 7), 'YYYY_MM')::timestamp as first) dated
    where relispartition and relkind = 'r' and relnamespace = 'public'::regnamespace
      and relname ~ '^(log_lines|issues|refused_rows)_[0-9]{4}_[0-9]{2}$'
      and first < date_trunc('month', app_now() at time zone 'UTC') - interval '1 month'
      and (select id from runs where created_at >= first at time zone 'UTC'
        and created_at < (first + interval '1 month') at time zone 'UTC' order by created_at limit 1) is null`);
  return rows.map((row) => row.month);
}

type Counted = {
  month: string;
  jobType: string;
  isOver: boolean;
  runCount: number;
  purgeableCount: number;
  lineCount: number;
  purgeableLines: number;
};

const sums = (rows: readonly Counted[]) => ({
  runCount: rows.reduce((sum, row) => sum + row.runCount, 0),
  purgeableCount: rows.reduce((sum, row) => sum + row.purgeableCount, 0),
});

const jobTypes = (rows: readonly Counted[]) =>
  [...Map.groupBy(rows, (row) => row.jobType)].map(([jobType, own]) => ({ jobType, ...sums(own) }));

const wholeMonths = (rows: readonly Counted[]) =>
  [...Map.groupBy(rows, (row) => row.month)].flatMap(([month, own]) =>
    own.every(({ isOver }) => isOver) && isWorthIt(own) ? [month] : [],
  );

function isWorthIt(own: readonly Counted[]): boolean {
  const { runCount, purgeableCount } = sums(own);
  if (runCount === purgeableCount) return true;
  const lines = own.reduce((sum, row) => sum + row.lineCount, 0);
  const kept = lines - own.reduce((sum, row) => sum + row.purgeableLines, 0);
  return kept < lines && kept <= Math.min(KEPT_LINES_MAX, lines * KEPT_SHARE_MAX);
}
