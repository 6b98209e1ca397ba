import { and, desc, eq, inArray, lt, sql, type SQL } from "drizzle-orm";
import { logReads, runs } from "#drizzle/schema/runs.ts";
import { dueTimes } from "#drizzle/schema/schedules.ts";
import { read } from "../access/transact.ts";
import type { Viewer } from "../access/viewer.ts";
import type { Tx } from "../platform/db.ts";
import { readRows, type RunRow } from "../runs/row.ts";
import { RUN_STATUSES, type RunStatus } from "../runs/status.ts";
import { loadSchedule } from "./access.ts";
import {
  EXECUTION_STATUSES,
  NOT_STARTED,
  type ExecutionFilters,
  type ExecutionStatus,
} from "./executions-input.ts";
import { dueWhere, OUTCOMES, runsWhere, runWords } from "./executions-matching.ts";
import type { DueOutcome } from "./status.ts";

/** A run of a schedule, or a due time for which none was started. */
export type Execution =
  | { kind: "run"; run: RunRow; unreadLines: number }
  | {
      kind: "due";
      dueAt: string;
      throughAt: string | null;
      outcome: DueOutcome;
      policy: string | null;
    };

export type Executions = {
  /** Newest first. */
  rows: Execution[];
  /** Where the older ones begin; null where there are none. */
  before: ExecutionFilters["before"] | null;
  /** With the other filters; each stops at the cap. */
  counts: Record<ExecutionStatus, number>;
};

export const EXECUTIONS_CAP = 10_000;
const PAGE = 30;

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
    const found = [
      ...(await findRuns(tx, and(ofRuns, words) as SQL, filters)),
      ...(await findDue(tx, ofDue, filters)),
    ].toSorted(newestFirst);
    const shown = found.slice(0, PAGE);
    return {
      rows: await executionsOf(tx, viewer, shown),
      before: found.length > PAGE ? cursorAfter(shown, filters.before) : null,
      counts: await countsOf(tx, ofRuns, words, ofDue),
    };
  });
}

type Found = {
  at: number;
  run?: number;
  due?: Omit<Extract<Execution, { kind: "due" }>, "kind">;
};

/** Runs come in the order of their numbers, due times in that of time. */
const newestFirst = (a: Found, b: Found) =>
  a.run && b.run ? b.run - a.run : b.at - a.at || (b.run ?? 0) - (a.run ?? 0);

async function findRuns(tx: Tx, where: SQL, { status, before }: ExecutionFilters) {
  const wanted = RUN_STATUSES.filter((each) => status.includes(each));
  if (status.length > 0 && wanted.length === 0) return [];
  const rows = await tx
    .select({ id: runs.id, at: runs.createdAt })
    .from(runs)
    .where(
      and(
        where,
        wanted.length > 0 ? inArray(runs.status, wanted) : undefined,
        before?.run ? lt(runs.id, before.run) : undefined,
      ),
    )
    .orderBy(desc(runs.id))
    .limit(PAGE + 1);
  return rows.map((row): Found => ({ at: row.at.getTime(), run: row.id }));
}

async function findDue(tx: Tx, where: SQL, { status, before }: ExecutionFilters): Promise<Found[]> {
  const asked = NOT_STARTED.filter((each) => status.includes(each));
  if (status.length > 0 && asked.length === 0) return [];
  const shown = asked.length > 0 ? asked : (["skipped", "missed"] as const);
  const wanted = shown.flatMap((each) => OUTCOMES[each]);
  const rows = await tx
    .select()
    .from(dueTimes)
    .where(
      and(
        where,
        inArray(dueTimes.outcome, wanted),
        before?.due ? lt(dueTimes.dueAt, new Date(before.due)) : undefined,
      ),
    )
    .orderBy(desc(dueTimes.dueAt))
    .limit(PAGE + 1);
  return rows.map(({ dueAt, throughAt, outcome, policy }) => ({
    at: dueAt.getTime(),
    due: {
      dueAt: dueAt.toISOString(),
      throughAt: throughAt?.toISOString() ?? null,
      outcome,
      policy,
    },
  }));
}

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

/** Among the newest; more of one job are not kept for long. */
async function countsOf(
  tx: Tx,
  ofRuns: SQL,
  words: SQL | undefined,
  ofDue: SQL,
): Promise<Executions["counts"]> {
  const byStatus = await tx.execute<{ word: RunStatus; found: string }>(
    sql`select status as word, count(*) as found from (
      select * from ${runs} where ${ofRuns} order by ${runs.id} desc limit ${EXECUTIONS_CAP}) as runs where ${words ?? sql`true`} group by status`,
  );
  const byOutcome = await tx.execute<{ word: DueOutcome; found: string }>(
    sql`select word, count(*) as found from (
      select ${dueTimes.outcome} as word from ${dueTimes} where ${ofDue} limit ${EXECUTIONS_CAP}) as capped group by word`,
  );
  const counts = Object.fromEntries(EXECUTION_STATUSES.map((each) => [each, 0]));
  for (const { word, found } of byStatus) counts[word] = Number(found);
  for (const { word, found } of byOutcome) {
    const group = NOT_STARTED.find((each) => OUTCOMES[each].includes(word));
    if (group) counts[group] = (counts[group] ?? 0) + Number(found);
  }
  return counts as Executions["counts"];
}
