import { sql, type SQL } from "drizzle-orm";
import type { Tx } from "../platform/db.ts";
import { lanesAs, type Lane } from "./lanes.ts";
import { ended, purgeable, type RetentionRules } from "./rules.ts";

export type PurgeInput = {
  lanes: readonly Lane[];
  rules: RetentionRules;
  /** Runs up to this number were looked at. */
  after: number;
  /** Lines of these months are left alone: they go with their partitions. */
  wholeMonths: readonly string[];
};

export type Purged = {
  runCount: number;
  lineCount: number;
  issueCount: number;
  refusedCount: number;
  /** Result files that nobody can reach any more; the storage clean-up removes them. */
  fileCount: number;
  /** The last run that was looked at; null where none was left. */
  last: number | null;
};

/** So many runs are judged at once. */
const JUDGED_MAX = 5_000;
/** Runs in one transaction, and how many lines and issues they may have together: pages must not notice. */
const RUNS_MAX = 500;
const LINES_MAX = 5_000;

/**
 * Deletes the next few runs that may go, oldest first, with all that belongs to them, in the caller's transaction. In the order of
 * their numbers, because they lie in it: job after job, each page of the table would be touched by every job. One with more
 * lines than go at once first loses those, part after part. What a person retries at this moment stays.
 */
export async function purgeRuns(tx: Tx, input: PurgeInput): Promise<Purged> {
  const { batch, last } = await lockBatch(tx, input);
  // With few lines per run the planner would rather read whole partitions.
  await tx.execute(sql`select set_config(name, 'off', true)
    from unnest('{enable_hashjoin,enable_mergejoin,enable_seqscan}'::text[]) name`);
  const withLines = batch.filter((run) => !input.wholeMonths.includes(run.month));
  const large = batch.length === 1 && (await shorten(tx, withLines));
  if (large) return { ...large, runCount: 0, fileCount: 0, last: input.after };
  const ids = batch.map((run) => run.id);
  return {
    lineCount: await deleteLines(tx, "log_lines", withLines),
    issueCount: await deleteLines(tx, "issues", withLines),
    refusedCount: await deleteLines(tx, "refused_rows", withLines),
    fileCount: await expireResults(tx, ids),
    runCount: await changed(tx, sql`delete from runs where id = any (${listed(ids)})`),
    last,
  };
}

/** Takes a part of the lines of a run that has more of a kind; undefined where it has not. */
async function shorten(tx: Tx, [run]: readonly Gone[]) {
  if (!run || run.lines <= LINES_MAX) return undefined;
  const counts = { lineCount: 0, issueCount: 0, refusedCount: 0 };
  for (const [name, table] of Object.entries(TABLES) as [keyof typeof counts, Lines][]) {
    counts[name] = await deleteSome(tx, table, run);
    if (counts[name] > 0) return counts;
  }
  return undefined;
}

const TABLES = {
  lineCount: "log_lines",
  issueCount: "issues",
  refusedCount: "refused_rows",
} as const;

const deleteSome = (tx: Tx, table: Lines, { id, createdAt }: Gone) =>
  changed(
    tx,
    sql`delete from ${sql.identifier(table)} where run_created_at = ${createdAt}::timestamptz and run_id = ${id} and seq = any (array(
      select seq from ${sql.identifier(table)} where run_created_at = ${createdAt}::timestamptz and run_id = ${id} order by seq limit ${LINES_MAX}))`,
  );

type Gone = { id: number; createdAt: string; month: string; lines: number };

type Batch = { batch: Gone[]; last: number | null };

async function lockBatch(tx: Tx, { lanes, rules, after, wholeMonths }: PurgeInput): Promise<Batch> {
  const months = sql`${`{${wholeMonths.join(",")}}`}::text[]`;
  const [row] = await tx.execute<{ looked: number | null; judged: number; batch: Gone[] }>(sql`
    with nearby as materialized (
      select * from runs where id > ${after} order by id limit ${JUDGED_MAX}
    ), judged as materialized (
      select r.id from nearby r join ${lanesAs(lanes)}
        on l.job_type = r.job_type and coalesce(l.domain_id::text, '') = coalesce(r.domain_id::text, '')
      where ${purgeable(rules)} order by r.id limit ${RUNS_MAX}
    ), locked as materialized (
      select id, created_at, log_seq + issue_count as lines, to_char(created_at at time zone 'UTC', 'YYYY-MM-01') as month
      from runs where id = any (array(select id from judged)) and ${ended} order by id for update skip locked
    ), counted as (
      select *, sum(case when month = any (${months}) then 0 else lines end) over (order by id) as so_far,
        row_number() over (order by id) as place from locked
    )
    select (select max(id)::float8 from nearby) as looked, (select count(*)::int from judged) as judged,
      coalesce((select jsonb_agg(jsonb_build_object('id', id, 'createdAt', created_at::text, 'month', month, 'lines', lines) order by id)
        from counted where so_far <= ${LINES_MAX} or place = 1), '[]') as batch`);
  const { looked = null, judged = 0, batch = [] } = row ?? {};
  const isAll = judged === batch.length && judged < RUNS_MAX;
  return { batch, last: isAll ? looked : (batch.at(-1)?.id ?? looked) };
}

type Lines = "log_lines" | "issues" | "refused_rows";

async function deleteLines(tx: Tx, table: Lines, runs: readonly Gone[]): Promise<number> {
  if (runs.length === 0) return 0;
  const times = runs.map((run) => run.createdAt).toSorted();
  return await changed(
    tx,
    sql`delete from ${sql.identifier(table)} x using jsonb_to_recordset(${JSON.stringify(runs)}::jsonb) as b (id bigint, "createdAt" timestamptz)
      where x.run_created_at = b."createdAt" and x.run_id = b.id
        and x.run_created_at between ${times[0]}::timestamptz and ${times.at(-1)}::timestamptz`,
  );
}

const expireResults = (tx: Tx, ids: number[]) =>
  changed(
    tx,
    sql`update files set expires_at = app_now() where run_id = any (${listed(ids)}) and kind = 'result'
      and deleted_at is null and (expires_at is null or expires_at > app_now())`,
  );

const listed = (ids: number[]) => sql`${`{${ids.join(",")}}`}::bigint[]`;

async function changed(tx: Tx, statement: SQL): Promise<number> {
  const { count } = (await tx.execute(statement)) as unknown as { count: number };
  return count;
}
