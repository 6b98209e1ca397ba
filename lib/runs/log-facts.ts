import { and, asc, count, eq } from "drizzle-orm";
import { logLines, logReads } from "#drizzle/schema/runs.ts";
import { read } from "../access/transact.ts";
import type { Viewer } from "../access/viewer.ts";
import type { Tx } from "../platform/db.ts";
import { holds } from "../platform/holds.ts";
import { loadRun, type StoredRun } from "./load.ts";
import type { LogFilter } from "./log-input.ts";
import { matching, ofRun } from "./read-log.ts";
import { LOG_LEVELS, type LogLevel } from "./status.ts";

/** What the log's tools show: lines per level, the steps that wrote some, up to where this viewer has read. */
export type LogFacts = { counts: Record<LogLevel, number>; steps: string[]; readSeq: number };

/** Counts the whole log once, when it is opened; later lines are counted where they arrive. */
export async function logFactsWithin(tx: Tx, viewer: Viewer, run: StoredRun): Promise<LogFacts> {
  const rows = await tx
    .select({ level: logLines.level, step: logLines.step, lines: count() })
    .from(logLines)
    .where(ofRun(run))
    .groupBy(logLines.level, logLines.step);
  const counts = Object.fromEntries(LOG_LEVELS.map((level) => [level, 0])) as Record<
    LogLevel,
    number
  >;
  for (const row of rows) counts[row.level] += row.lines;
  const steps = [...new Set(rows.flatMap((row) => row.step ?? []))].toSorted();
  return { counts, steps, readSeq: await readSeqOf(tx, viewer, run.id) };
}

/** Up to which line this viewer has read; 0 when he never opened it. */
export async function readSeqOf(tx: Tx, viewer: Viewer, runId: number): Promise<number> {
  if (!viewer.userId) return 0;
  const [row] = await tx
    .select({ seq: logReads.seq })
    .from(logReads)
    .where(and(eq(logReads.userId, viewer.userId), eq(logReads.runId, runId)));
  return row?.seq ?? 0;
}

/** Sequence numbers of the lines that contain the text, oldest first, at most `MATCHES_MAX`; `more` says that there are others. */
export type LogMatches = { seqs: number[]; more: boolean };

const MATCHES_MAX = 5000;

/** Searches the whole log, loaded in the page or not. Throws Refusal `not-found`. */
export function findInLog(
  viewer: Viewer,
  runId: number,
  text: string,
  filter: LogFilter,
): Promise<LogMatches> {
  return read(viewer, async (tx) => findWithin(tx, await loadRun(tx, viewer, runId), text, filter));
}

/** The same of a run that was loaded as visible in this transaction. */
export async function findWithin(
  tx: Tx,
  run: StoredRun,
  text: string,
  filter: LogFilter,
): Promise<LogMatches> {
  if (text === "") return { seqs: [], more: false };
  const rows = await tx
    .select({ seq: logLines.seq })
    .from(logLines)
    .where(and(ofRun(run), matching(filter), holds(logLines.message, text)))
    .orderBy(asc(logLines.seq))
    .limit(MATCHES_MAX + 1);
  return {
    seqs: rows.slice(0, MATCHES_MAX).map((row) => row.seq),
    more: rows.length > MATCHES_MAX,
  };
}
