import { and, asc, desc, eq, gt, gte, inArray, lt, type SQL } from "drizzle-orm";
import { logLines } from "#drizzle/schema/runs.ts";
import { read } from "../access/transact.ts";
import type { Viewer } from "../access/viewer.ts";
import type { Tx } from "../platform/db.ts";
import { visible } from "../text/visible.ts";
import { loadRun, type StoredRun } from "./load.ts";
import type { LogFilter, LogPlace } from "./log-input.ts";
import type { LogLevel } from "./status.ts";

/** A line as it is shown: control characters are signs. `at` is an ISO string. */
export type LogLine = {
  seq: number;
  at: string;
  level: LogLevel;
  step: string | null;
  message: string;
};

/** Neighbouring lines that match a filter, oldest first. */
export type LogPart = {
  lines: LogLine[];
  /** Nothing that matches stands before the first, after the last of them. */
  atStart: boolean;
  atEnd: boolean;
  /** Highest sequence number of the log, matching or not. */
  lastSeq: number;
};

/** Up to `limit` lines of a run's log. Throws Refusal `not-found`. */
export function readLog(
  viewer: Viewer,
  runId: number,
  place: LogPlace,
  filter: LogFilter,
  limit = 200,
): Promise<LogPart> {
  return read(viewer, async (tx) =>
    readLogWithin(tx, await loadRun(tx, viewer, runId), place, filter, limit),
  );
}

/** The same of a run that was loaded as visible in this transaction. */
export async function readLogWithin(
  tx: Tx,
  run: StoredRun,
  place: LogPlace,
  filter: LogFilter,
  limit: number,
): Promise<LogPart> {
  const part =
    "around" in place
      ? await around(tx, run, place.around, filter, limit)
      : await beside(tx, run, place, filter, limit);
  // Lines may have come since the run was read.
  return { ...part, lastSeq: Math.max(run.logSeq, part.lines.at(-1)?.seq ?? 0) };
}

type Part = Omit<LogPart, "lastSeq">;

async function beside(
  tx: Tx,
  run: StoredRun,
  place: LogPlace,
  filter: LogFilter,
  limit: number,
): Promise<Part> {
  if ("after" in place) {
    const { lines, more } = await select(
      tx,
      run,
      filter,
      gt(logLines.seq, place.after),
      "up",
      limit,
    );
    return { lines, atStart: place.after <= 0, atEnd: !more };
  }
  const before = "before" in place ? lt(logLines.seq, place.before) : undefined;
  const { lines, more } = await select(tx, run, filter, before, "down", limit);
  return { lines: lines.toReversed(), atStart: !more, atEnd: before === undefined };
}

/** A third before the line, the rest from it on, so that it stands where people look first. */
async function around(
  tx: Tx,
  run: StoredRun,
  seq: number,
  filter: LogFilter,
  limit: number,
): Promise<Part> {
  const third = Math.floor(limit / 3);
  const earlier = await select(tx, run, filter, lt(logLines.seq, seq), "down", third);
  const later = await select(tx, run, filter, gte(logLines.seq, seq), "up", limit - third);
  return {
    lines: [...earlier.lines.toReversed(), ...later.lines],
    atStart: !earlier.more,
    atEnd: !later.more,
  };
}

async function select(
  tx: Tx,
  run: StoredRun,
  filter: LogFilter,
  side: SQL | undefined,
  way: "up" | "down",
  limit: number,
) {
  const rows = await tx
    .select({
      seq: logLines.seq,
      at: logLines.at,
      level: logLines.level,
      step: logLines.step,
      message: logLines.message,
    })
    .from(logLines)
    .where(and(ofRun(run), side, matching(filter)))
    .orderBy(way === "up" ? asc(logLines.seq) : desc(logLines.seq))
    .limit(limit + 1);
  return { lines: rows.slice(0, limit).map(shown), more: rows.length > limit };
}

/** The month of the run's creation is the partition. */
export const ofRun = (run: Pick<StoredRun, "id" | "createdAt">) =>
  and(eq(logLines.runCreatedAt, run.createdAt), eq(logLines.runId, run.id)) as SQL;

export function matching({ levels, step }: LogFilter): SQL | undefined {
  return and(
    levels ? inArray(logLines.level, [...levels]) : undefined,
    step ? eq(logLines.step, step) : undefined,
  );
}

function shown(row: {
  seq: number;
  at: Date;
  level: LogLevel;
  step: string | null;
  message: string;
}): LogLine {
  return { ...row, at: row.at.toISOString(), message: visible(row.message) };
}
