import { and, eq, gt, sql } from "drizzle-orm";
import { issueGroups, issues, refusedRows, runs, steps } from "#drizzle/schema/runs.ts";
import type { Tx } from "../platform/db.ts";
import { lockHeld, writeAsRun, type Claim } from "./fence.ts";
import type { Checkpoint } from "./pending.ts";

export type Restored = {
  mark: Checkpoint;
  /** Names of the steps that an earlier claim completed. */
  completed: string[];
};

const NOTHING: Checkpoint = { chunk: 0, step: null, issueSeq: 0, refusedSeq: 0, warningCount: 0 };

/**
 * Brings a run back to its last checkpoint: counts, issues and refused rows that were noted after it go, for they will be noted
 * again. Steps that completed stay. With `checkpoint: null` back to its beginning, with every step: a later one may need what an
 * earlier one left in the checkpoint. Throws `ClaimLost`.
 */
export async function restoreRun(run: Claim & { checkpoint: unknown }): Promise<Restored> {
  const mark = (run.checkpoint as Checkpoint | null) ?? NOTHING;
  return await writeAsRun(run, async (tx) => {
    const row = await lockHeld(tx, run);
    if (row.issueCount > mark.issueSeq) await forgetIssues(tx, run, mark);
    const counts = {
      issueCount: mark.issueSeq,
      warningCount: mark.warningCount,
      checkpoint: run.checkpoint,
    };
    await tx.update(runs).set(counts).where(eq(runs.id, run.id));
    return { mark, completed: await resetSteps(tx, run, mark, run.checkpoint === null) };
  });
}

async function forgetIssues(tx: Tx, run: Claim, mark: Checkpoint): Promise<void> {
  await tx
    .delete(issues)
    .where(
      and(
        eq(issues.runCreatedAt, run.createdAt),
        eq(issues.runId, run.id),
        gt(issues.seq, mark.issueSeq),
      ),
    );
  await tx
    .delete(refusedRows)
    .where(
      and(
        eq(refusedRows.runCreatedAt, run.createdAt),
        eq(refusedRows.runId, run.id),
        gt(refusedRows.seq, mark.refusedSeq),
      ),
    );
  await tx.delete(issueGroups).where(eq(issueGroups.runId, run.id));
  await tx.execute(sql`
    insert into issue_groups (run_id, domain_id, code, severity, issue_count, columns, sample)
    select ${run.id}, ${run.domainId}::uuid, code, case when bool_or(severity = 'refused') then 'refused' else 'doubtful' end, count(*),
      coalesce((array_agg(distinct column_name) filter (where column_name is not null))[1:50], '{}'), (array_agg(message order by seq))[1]
    from issues where run_created_at = ${run.createdAt.toISOString()}::timestamptz and run_id = ${run.id} group by code`);
}

async function resetSteps(
  tx: Tx,
  run: Claim,
  mark: Checkpoint,
  fromZero: boolean,
): Promise<string[]> {
  const rows = await tx.select().from(steps).where(eq(steps.runId, run.id));
  const completed = rows.filter((row) => row.status === "completed" && !fromZero);
  for (const row of rows) {
    if (completed.includes(row)) continue;
    const kept = mark.step?.name === row.name ? mark.step : { done: 0, total: null, tallies: {} };
    await tx
      .update(steps)
      .set({
        status: "waiting",
        startedAt: null,
        endedAt: null,
        message: null,
        progressDone: kept.done,
        progressTotal: kept.total,
        tallies: kept.tallies,
      })
      .where(and(eq(steps.runId, run.id), eq(steps.position, row.position)));
  }
  return completed.map((row) => row.name);
}
