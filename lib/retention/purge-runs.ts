import { sql, type SQL } from "drizzle-orm";
import type { Tx } from "../platform/db.ts";
import { lanesAs, type Lane } from "./lanes.ts";
import { purgeable, type RetentionRules } from "./rules.ts";

export type PurgeInput = {
  lane: Lane;
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

/** Runs in one transaction, and how many lines and issues they may have together: pages must not notice. */
const RUNS_MAX = 500;
const LINES_MAX = 5_000;

/**
 * Deletes the next few runs of a job that may go, oldest first, with all that belongs to them, in the caller's transaction. One with more
 * lines than go at once first loses those, part after part. What a person retries at this moment stays.
 */
export async function purgeRuns(tx: Tx, input: PurgeInput): Promise<Purged> {
  // With few lines per run the planner would rather read whole partitions.
  await tx.execute(sql`select set_config(name, 'off', true)
    from unnest('{enable_hashjoin,enable_mergejoin,enable_seqscan}'::text[]) name`);
  const batch = await lockBatch(tx, input);
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
    last: ids.at(-1) ?? null,
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

async function lockBatch(tx: Tx, input: PurgeInput): Promise<Gone[]> {
  const { lane, rules, after, wholeMonths } = input;
  const { jobType, domainId } = lane;
  const month = sql`to_char(created_at at time zone 'UTC', 'YYYY-MM-01')`;
  const rows = await tx.execute<Gone>(sql`
    with locked as materialized (
      select r.id, r.created_at, r.log_seq + r.issue_count as lines from runs r cross join ${lanesAs([lane])}
      where r.job_type = ${jobType} and ${domainId ? sql`r.domain_id = ${domainId}` : sql`r.domain_id is null`}
        and r.id > ${after} and ${purgeable(rules)}
      order by r.id limit ${RUNS_MAX} for update of r skip locked
    ), dated as (
      select *, ${month} as month from locked
    ), weighed as (
      select *, case when month = any (${`{${wholeMonths.join(",")}}`}::text[]) then 0 else lines end as weight from dated
    ), counted as (
      select *, sum(weight) over (order by id) as so_far, row_number() over (order by id) as place from weighed
    )
    select id::float8 as id, created_at::text as "createdAt", month, lines from counted
      where so_far <= ${LINES_MAX} or place = 1 order by id`);
  return [...rows];
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
