import { sql } from "drizzle-orm";
import type { FINDING_OUTCOMES, FINDINGS } from "#drizzle/schema/sweeps.ts";
import type { Tx } from "../platform/db.ts";

export type Finding = {
  kind: (typeof FINDINGS)[number];
  foundAt: string;
  workerId: string | null;
  workerName: string | null;
  lastSignAt: string | null;
  runId: number | null;
  jobType: string | null;
  /** Of a run that was taken from its worker: never null here. */
  outcome: (typeof FINDING_OUTCOMES)[number] | null;
};

/**
 * Takes the next findings that no report has told of, in the transaction that tells of them. A run about which nothing is decided
 * yet is left for the next report; one that a person has decided about meanwhile was settled by hand.
 */
export async function takeFindings(
  tx: Tx,
  { runId, limit }: { runId: number; limit: number },
): Promise<Finding[]> {
  const rows = await tx.execute<Finding>(sql`
    with next as (
      select f.id from sweep_findings f where reported_by is null and not (${UNDECIDED})
      order by f.id limit ${limit} for update of f skip locked
    ), told as (
      update sweep_findings f set reported_by = ${runId}::bigint,
        outcome = case when kind = 'run' then coalesce(outcome, 'by-hand') end
      from next where f.id = next.id returning f.*
    )
    select kind, found_at::text as "foundAt", worker_id as "workerId", worker_name as "workerName",
      last_sign_at::text as "lastSignAt", run_id::float8 as "runId", job_type as "jobType", outcome from told order by id`);
  return [...rows];
}

/** How many runs are between two workers at this moment. */
export async function countUndecided(tx: Tx): Promise<number> {
  const [row] = await tx.execute<{ n: number }>(
    sql`select count(*)::int as n from sweep_findings f where reported_by is null and ${UNDECIDED}`,
  );
  return row?.n ?? 0;
}

const UNDECIDED = sql.raw(`f.kind = 'run' and f.outcome is null and exists (
  select 1 from runs where runs.id = f.run_id and runs.claim = f.claim and runs.status = 'interrupted')`);

/** When the report before this one began, if there is one left. */
export async function lastReportAt(tx: Tx, runId: number): Promise<Date | null> {
  const [row] = await tx.execute<{ at: string }>(sql`
    select started_at::text as at from runs where job_type = (select job_type from runs where id = ${runId})
      and id < ${runId} and status in ('completed', 'completed-with-warnings') order by id desc limit 1`);
  return row ? new Date(row.at) : null;
}
