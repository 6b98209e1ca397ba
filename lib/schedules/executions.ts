import { and, eq, inArray } from "drizzle-orm";
import { logReads } from "#drizzle/schema/runs.ts";
import { read } from "../access/transact.ts";
import type { Viewer } from "../access/viewer.ts";
import type { Tx } from "../platform/db.ts";
import { readRows, type RunRow } from "../runs/row.ts";
import { loadSchedule } from "./access.ts";
import {
  EXECUTION_STATUSES,
  type ExecutionFilters,
  type ExecutionStatus,
} from "./executions-input.ts";
import { dueWhere, runsWhere, runWords } from "./executions-matching.ts";
import {
  countDue,
  countRuns,
  findDue,
  findRuns,
  PAGE,
  searchRuns,
  type DueTime,
  type Found,
} from "./find-executions.ts";

/** A run of a schedule, or a due time for which none was started. */
export type Execution =
  | { kind: "run"; run: RunRow; unreadLines: number }
  | ({ kind: "due" } & DueTime);

export type Executions = {
  /** Newest first. */
  rows: Execution[];
  /** Where the older ones begin; null where there are none. */
  before: ExecutionFilters["before"] | null;
  /** With the other filters; each stops at the cap. */
  counts: Record<ExecutionStatus, number>;
};

const NONE = Object.fromEntries(
  EXECUTION_STATUSES.map((each) => [each, 0]),
) as Executions["counts"];

/**
 * What became of a schedule lately: its runs that the viewer may see, and the due times that were skipped or missed. Those that
 * found nothing to do are many and are shown when they are asked for.
 * Throws Refusal `not-found`.
 */
export function listExecutions(
  viewer: Viewer,
  scheduleId: string,
  filters: ExecutionFilters,
): Promise<Executions> {
  return read(viewer, async (tx) => {
    await loadSchedule(tx, viewer, scheduleId);
    const ofRuns = runsWhere(viewer, scheduleId, filters);
    const words = runWords(filters);
    const ofDue = dueWhere(viewer, scheduleId, filters);
    const { page, counts } = words
      ? await searchRuns(tx, { ofRuns, words }, filters)
      : { page: await findRuns(tx, ofRuns, filters), counts: await countRuns(tx, ofRuns) };
    const found = [...page, ...(await findDue(tx, ofDue, filters))].toSorted(newestFirst);
    const shown = found.slice(0, PAGE);
    return {
      rows: await executionsOf(tx, viewer, shown),
      before: found.length > PAGE ? cursorAfter(shown, filters.before) : null,
      counts: { ...NONE, ...counts, ...(await countDue(tx, ofDue)) },
    };
  });
}

/** Runs come in the order of their numbers, due times in that of time. */
const newestFirst = (a: Found, b: Found) =>
  a.run && b.run ? b.run - a.run : b.at - a.at || (b.run ?? 0) - (a.run ?? 0);

/** Each of the two goes on below what was shown of it last. */
function cursorAfter(
  shown: Found[],
  before: ExecutionFilters["before"],
): ExecutionFilters["before"] {
  const run = shown.findLast((each) => each.run !== undefined)?.run;
  const due = shown.findLast((each) => each.due !== undefined)?.at;
  return { run: run ?? before?.run ?? 0, due: due ?? before?.due ?? 0 };
}

async function executionsOf(tx: Tx, viewer: Viewer, found: Found[]): Promise<Execution[]> {
  const ids = found.flatMap(({ run }) => run ?? []);
  const rows = new Map((await readRows(tx, viewer, ids)).map((run) => [run.id, run]));
  const read = await readUpTo(tx, viewer, ids);
  return found.flatMap(({ run: id, due }): Execution[] => {
    if (due) return [{ kind: "due", ...due }];
    const run = rows.get(id ?? 0);
    if (!run) return [];
    return [{ kind: "run", run, unreadLines: Math.max(0, run.logSeq - (read.get(run.id) ?? 0)) }];
  });
}

async function readUpTo(tx: Tx, viewer: Viewer, ids: number[]): Promise<Map<number, number>> {
  if (!viewer.userId || ids.length === 0) return new Map();
  const rows = await tx
    .select({ runId: logReads.runId, seq: logReads.seq })
    .from(logReads)
    .where(and(eq(logReads.userId, viewer.userId), inArray(logReads.runId, ids)));
  return new Map(rows.map(({ runId, seq }) => [runId, seq]));
}
