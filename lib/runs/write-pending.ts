import { and, sql } from "drizzle-orm";
import { issues, refusedRows, runs } from "#drizzle/schema/runs.ts";
import { appNowOnce } from "../platform/clock.ts";
import type { Tx } from "../platform/db.ts";
import { settings } from "../platform/env.ts";
import { ClaimLost, held, type Claim } from "./fence.ts";
import type { Checkpoint, PendingIssue, PendingRow, PendingWork, StepState } from "./pending.ts";

/**
 * Writes what a handler noted, fenced by its claim, in the caller's transaction. The run's row comes first and is locked from
 * here to the commit only, so that neither its log nor a stop waits for a chunk's work.
 * Throws `ClaimLost`, with which the caller's transaction must fail.
 */
export async function writePending(
  tx: Tx,
  run: Claim,
  pending: PendingWork,
  checkpoint?: Marked,
): Promise<void> {
  const written = await tx
    .update(runs)
    .set({
      ...runColumns(pending),
      ...(checkpoint ? { checkpoint: checkpoint.mark, checkpointVersion: checkpoint.version } : {}),
    })
    .where(checkpoint ? and(held(run), isNewer(checkpoint.mark)) : held(run))
    .returning({ id: runs.id, lease: lockLease() });
  if (written.length === 0) throw new ClaimLost(run);
  await writeSteps(tx, [{ run, states: pending.steps }]);
  await writeFindings(tx, run, pending);
}

/** Writes the issues and refused rows among what was noted. */
export async function writeFindings(
  tx: Tx,
  run: RunOfRows,
  { issues: found, refused }: PendingWork,
): Promise<void> {
  for (const batch of batches(found)) await writeIssues(tx, run, batch);
  for (const batch of batches(refused)) await writeRefused(tx, run, batch);
}

/** What rows that belong to a run carry of it. */
type RunOfRows = { id: number; createdAt: Date; domainId: string | null };

/** From here to the commit the row is locked: a process that freezes now must not keep it from the next worker. */
const lockLease = () =>
  sql`set_config('idle_in_transaction_session_timeout', ${`${settings().WORKER_LOST_SECONDS}s`}, true)`;

/** A chunk whose COMMIT was under way when its connection broke is not written a second time. */
const isNewer = (mark: Checkpoint) =>
  sql`coalesce((${runs.checkpoint} ->> 'chunk')::int, 0) < ${mark.chunk}`;

/** A statement takes 65,535 parameters at most. */
function* batches<T>(items: T[], size = 2000): Generator<T[]> {
  for (let at = 0; at < items.length; at += size) yield items.slice(at, at + size);
}

/** A checkpoint with the version of the parameters' shape that it belongs to. */
export type Marked = { mark: Checkpoint; version: number };

const runColumns = (pending: PendingWork) => ({
  stepPosition: pending.stepPosition,
  progressDone: pending.permille ?? 0,
  progressTotal: pending.permille === undefined ? null : 1000,
  progressAt: appNowOnce,
  warningCount: pending.warningCount,
  issueCount: pending.issueCount,
  message: pending.message,
  updatedAt: appNowOnce,
});

/** Writes the steps of runs as they stand. */
export async function writeSteps(
  tx: Tx,
  ofRuns: Array<{ run: RunOfRows; states: StepState[] }>,
): Promise<void> {
  const rows = ofRuns.flatMap(({ run: { id: runId, domainId }, states }) =>
    states.map((state) => ({ ...state, runId, domainId })),
  );
  if (rows.length === 0) return;
  await tx.execute(sql`
    insert into steps as s (run_id, position, domain_id, name, title, status, started_at, ended_at, progress_done, progress_total, tallies, message)
    select v."runId", v.position, v."domainId", v.name, v.title, v.status, ${appNowOnce} - v."startedAgoMs" * interval '1 ms',
      ${appNowOnce} - v."endedAgoMs" * interval '1 ms', v.done, v.total, v.tallies, v.message
    from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) as v("runId" bigint, "domainId" uuid, position int, name text, title text, status text,
      "startedAgoMs" float8, "endedAgoMs" float8, done bigint, total bigint, tallies jsonb, message text)
    on conflict (run_id, position) do update set name = excluded.name, title = excluded.title, status = excluded.status,
      started_at = coalesce(s.started_at, excluded.started_at), ended_at = coalesce(s.ended_at, excluded.ended_at),
      progress_done = excluded.progress_done, progress_total = excluded.progress_total, tallies = excluded.tallies, message = excluded.message`);
}

async function writeIssues(tx: Tx, run: RunOfRows, found: PendingIssue[]): Promise<void> {
  const key = { runCreatedAt: run.createdAt, runId: run.id, domainId: run.domainId };
  const rows = found.map(({ seq, severity, code, message, row, column, value }) => ({
    ...key,
    seq,
    severity,
    code,
    message,
    rowNumber: row,
    columnName: column,
    value,
  }));
  // After a lost answer to COMMIT they may be there already; then their groups are counted too.
  const written = await tx
    .insert(issues)
    .values(rows)
    .onConflictDoNothing()
    .returning({ seq: issues.seq });
  const fresh = new Set(written.map((issue) => issue.seq));
  if (fresh.size > 0)
    await countGroups(
      tx,
      run,
      found.filter((issue) => fresh.has(issue.seq)),
    );
}

/** The groups of the page, counted as they come, so that reading them costs nothing. */
async function countGroups(tx: Tx, run: RunOfRows, found: PendingIssue[]): Promise<void> {
  const groups = [...Map.groupBy(found, (issue) => issue.code)].map(([code, same]) => ({
    code,
    severity: same.some((issue) => issue.severity === "refused") ? "refused" : "doubtful",
    count: same.length,
    columns: [...new Set(same.flatMap((issue) => issue.column ?? []))].slice(0, COLUMNS_MAX),
    sample: same[0]?.message ?? "",
  }));
  await tx.execute(sql`
    insert into issue_groups as g (run_id, domain_id, code, severity, issue_count, columns, sample)
    select ${run.id}, ${run.domainId}::uuid, v.code, v.severity, v.count, array(select jsonb_array_elements_text(v.columns)), v.sample
    from jsonb_to_recordset(${JSON.stringify(groups)}::jsonb) as v(code text, severity text, count int, columns jsonb, sample text)
    on conflict (run_id, code) do update set issue_count = g.issue_count + excluded.issue_count,
      severity = case when 'refused' in (g.severity, excluded.severity) then 'refused' else 'doubtful' end,
      columns = (array(select distinct unnest(g.columns || excluded.columns)))[1:${sql.raw(String(COLUMNS_MAX))}]`);
}

/** More different columns than this are not told apart in a group. */
const COLUMNS_MAX = 50;

async function writeRefused(tx: Tx, run: RunOfRows, rows: PendingRow[]): Promise<void> {
  const key = { runCreatedAt: run.createdAt, runId: run.id, domainId: run.domainId };
  await tx
    .insert(refusedRows)
    .values(
      rows.map(({ seq, row, cells, reason }) => ({ ...key, seq, rowNumber: row, cells, reason })),
    )
    .onConflictDoNothing();
}
