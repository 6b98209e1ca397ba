import { and, eq, gt, lte, sql } from "drizzle-orm";
import { logLines } from "#drizzle/schema/runs.ts";
import { appNowOnce } from "../platform/clock.ts";
import { transact, type Tx } from "../platform/db.ts";
import { ClaimLost, lockHeldRows, scopeOfRuns, writeAsRun, type Claim } from "./fence.ts";
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

/** Lines of one run. `after`: the last number that its writer knows of; given, what was written without its knowing is not written again. */
export type LogAppend = {
  run: Claim;
  after?: number;
  lines: LogInput[];
  cut?: LogCut | undefined;
};

/**
 * Adds lines to the logs of several runs, with each run's next numbers, each fenced by its own claim. One transaction. Answers
 * the last number per run; a run that is somebody else's by now is missing in it.
 */
export async function appendLogs(appends: LogAppend[]): Promise<Map<number, number>> {
  return await transact(scopeOfRuns(appends.map(({ run }) => run)), "read write", async (tx) => {
    const rows = await lockHeldRows(
      tx,
      appends.map(({ run }) => run),
    );
    const seqOf = ({ run }: LogAppend) => rows.get(run.id)?.logSeq;
    const held = appends.filter(({ run }) => rows.has(run.id));
    // The answer to the COMMIT that wrote these lines was lost.
    const isThere = (append: LogAppend) =>
      append.after !== undefined && seqOf(append) === append.after + append.lines.length;
    const own = held.filter((append) => !isThere(append));
    const lastSeqs = await takeNumbers(tx, own);
    await insertLines(
      tx,
      own.map(({ run, lines }) => ({
        run,
        lines,
        after: (lastSeqs.get(run.id) as number) - lines.length,
      })),
    );
    for (const { run, cut } of own) if (cut) await cutLines(tx, run, cut);
    return new Map([
      ...held.map((one) => [one.run.id, seqOf(one) as number] as const),
      ...lastSeqs,
    ]);
  });
}

/** The same for one run. Throws `ClaimLost`. */
export async function appendLog(append: LogAppend): Promise<number> {
  const lastSeq = (await appendLogs([append])).get(append.run.id);
  if (lastSeq === undefined) throw new ClaimLost(append.run);
  return lastSeq;
}

async function takeNumbers(tx: Tx, appends: LogAppend[]): Promise<Map<number, number>> {
  if (appends.length === 0) return new Map();
  const counts = appends.map(({ run, lines }) => ({ id: run.id, lines: lines.length }));
  const rows = await tx.execute<{ id: string; last_seq: number }>(sql`
    update runs as r set log_seq = r.log_seq + v.lines
    from jsonb_to_recordset(${JSON.stringify(counts)}::jsonb) as v(id bigint, lines int)
    where r.id = v.id returning r.id, r.log_seq as last_seq`);
  return new Map([...rows].map((row) => [Number(row.id), row.last_seq]));
}

/** Lines with the number behind which they come; the runs' rows are locked, and whoever calls this counts them there. */
export type NumberedLines = { run: Omit<Claim, "claim">; after: number; lines: LogInput[] };

/** Writes lines that have their numbers. */
export async function insertLines(tx: Tx, appends: NumberedLines[]): Promise<void> {
  const numbered = appends.flatMap(({ run: { id: runId, createdAt, domainId }, after, lines }) =>
    lines.map((line, at) => ({ ...line, runId, createdAt, domainId, seq: after + at + 1 })),
  );
  if (numbered.length === 0) return;
  await tx.execute(sql`
    insert into log_lines (run_created_at, run_id, domain_id, seq, at, level, step, message)
    select v."createdAt", v."runId", v."domainId", v.seq, ${appNowOnce} - v."agoMs" * interval '1 ms', v.level, v.step, v.message
    from jsonb_to_recordset(${JSON.stringify(numbered)}::jsonb) as v("createdAt" timestamptz, "runId" bigint, "domainId" uuid,
      seq int, "agoMs" float8, level text, step text, message text)`);
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
