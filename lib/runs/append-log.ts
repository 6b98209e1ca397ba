import { and, eq, gt, lte, sql } from "drizzle-orm";
import { logLines, runs } from "#drizzle/schema/runs.ts";
import type { Tx } from "../platform/db.ts";
import { ClaimLost, held, writeAsRun, type Claim } from "./fence.ts";
import type { LogLevel } from "./status.ts";

export type LogInput = {
  level: LogLevel;
  step: string | null;
  message: string;
  /** How long ago it was said, in ms, by the worker's monotonic clock. */
  agoMs: number;
};

/** Lines after `after` up to `upTo` go, and the first of them says so: `message`. */
export type LogCut = { after: number; upTo: number; message: string };

/** Adds lines with the run's next numbers, fenced; answers the last number. Throws `ClaimLost`. */
export async function appendLog(run: Claim, lines: LogInput[], cut?: LogCut): Promise<number> {
  return await writeAsRun(run, async (tx) => {
    const [row] = await tx
      .update(runs)
      .set({ logSeq: sql`${runs.logSeq} + ${lines.length}` })
      .where(held(run))
      .returning({ logSeq: runs.logSeq });
    if (!row) throw new ClaimLost(run);
    if (lines.length > 0) await insertLines(tx, run, lines, row.logSeq - lines.length);
    if (cut) await cutLines(tx, run, cut);
    return row.logSeq;
  });
}

async function insertLines(tx: Tx, run: Claim, lines: LogInput[], after: number): Promise<void> {
  const numbered = lines.map((line, at) => ({ ...line, seq: after + at + 1 }));
  await tx.execute(sql`
    insert into log_lines (run_created_at, run_id, domain_id, seq, at, level, step, message)
    select ${run.createdAt.toISOString()}::timestamptz, ${run.id}, ${run.domainId}::uuid, v.seq, app_now() - v."agoMs" * interval '1 ms',
      v.level, v.step, v.message
    from jsonb_to_recordset(${JSON.stringify(numbered)}::jsonb) as v(seq int, "agoMs" float8, level text, step text, message text)`);
}

async function cutLines(tx: Tx, run: Claim, { after, upTo, message }: LogCut): Promise<void> {
  const ofRun = and(eq(logLines.runCreatedAt, run.createdAt), eq(logLines.runId, run.id));
  await tx.delete(logLines).where(and(ofRun, gt(logLines.seq, after + 1), lte(logLines.seq, upTo)));
  await tx
    .update(logLines)
    .set({ level: "info", step: null, message })
    .where(and(ofRun, eq(logLines.seq, after + 1)));
}

/** How many bytes of log a run has; asked once when a later claim goes on writing it. */
export async function logSize(run: Claim): Promise<number> {
  return await writeAsRun(run, async (tx) => {
    const [row] = await tx
      .select({ bytes: sql<number>`coalesce(sum(octet_length(${logLines.message})), 0)::float8` })
      .from(logLines)
      .where(and(eq(logLines.runCreatedAt, run.createdAt), eq(logLines.runId, run.id)));
    return row?.bytes ?? 0;
  });
}
