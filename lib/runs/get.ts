import { and, asc, count, eq, gt } from "drizzle-orm";
import { refusedRows, runs, workers } from "#drizzle/schema/runs.ts";
import { read } from "../access/transact.ts";
import { visibleTo } from "../access/visible.ts";
import { can, type Viewer } from "../access/viewer.ts";
import { listRunFiles, type RunFiles } from "../files/list.ts";
import { jobTypeOf } from "../job-types/find.ts";
import { now as databaseNow } from "../platform/clock.ts";
import type { Tx } from "../platform/db.ts";
import { notFound } from "../text/refusal.ts";
import { attemptsOf, type AttemptShown } from "./attempts.ts";
import { explain, type Explanation } from "./error-catalogue.ts";
import { historyOf, type HistoryEntry } from "./history.ts";
import { issueGroupsOf, type IssueGroup } from "./list-issues.ts";
import { loadRun, type StoredRun } from "./load.ts";
import { decide } from "./may.ts";
import { readSeqOf } from "./log-facts.ts";
import { parametersShown } from "./parameters-shown.ts";
import { readLogWithin, type LogLine } from "./read-log.ts";
import { readRows, type RunRow } from "./row.ts";
import { STATUS, WAITING, type RunStatus } from "./status.ts";
import { stepsOf, type StepShown } from "./steps-shown.ts";
import { stripOf, type StripRun } from "./strip.ts";
import { usualKey, usualOf, type Usual } from "./usual.ts";
import { whyWaiting, type WhyWaiting } from "./why-waiting.ts";

export type LinkedRun = { id: number; title: string; status: RunStatus };

/** Everything that a run's page shows, as this viewer may see it. Plain JSON; times are ISO strings. */
export type RunDetail = {
  /** The database's clock when this was read. */
  readAt: string;
  run: RunRow;
  /** How much of the whole run is done, 0…1; null while nothing says how much there is. */
  share: number | null;
  stopRequestedAt: string | null;
  /** Why a run that is under way can't be stopped, for those who hold the permission. */
  cantStop: string | null;
  /** What the viewer may upload to continue this run: its refused rows, or its file, corrected. */
  correct: "rows" | "file" | null;
  steps: StepShown[];
  attempts: AttemptShown[];
  issues: { groups: IssueGroup[]; refusedRows: number; refusedRowsCap: number };
  files: RunFiles;
  /** With secrets masked. */
  parameters: unknown;
  history: HistoryEntry[];
  continues: LinkedRun | null;
  continuedBy: LinkedRun[];
  usual: Usual | null;
  strip: StripRun[];
  worker: { name: string; heartbeatAt: string } | null;
  /** Lines that this viewer has not read. */
  unread: number;
  /** Of a failed or interrupted run. */
  explanation: Explanation | null;
  /** Runs of this job that failed with the same code in the last seven days, this one included. */
  sameError: number;
  /** The end of the log of a run that failed. */
  lastLines: LogLine[];
  /** Of a waiting run. */
  waiting: WhyWaiting | null;
};

const REFUSED_ROWS_CAP = 10_000;
const LAST_LINES = 20;
const SAME_ERROR_MS = 7 * 24 * 3_600_000;
const PROBLEMS: RunStatus[] = ["failed", "interrupted"];

/** Reads one run with all its parts. Throws Refusal `not-found`, the same for another domain's and for unknown ones. */
export function getRun(viewer: Viewer, runId: number): Promise<RunDetail> {
  return read(viewer, async (tx) => {
    const run = await loadRun(tx, viewer, runId);
    const [row] = await readRows(tx, viewer, [runId]);
    if (!row) throw notFound("This run");
    const now = await databaseNow(tx);
    const lists = await readLists(tx, viewer, run, now);
    const problem = PROBLEMS.includes(run.status)
      ? await readProblem(tx, viewer, run, now, lists)
      : NO_PROBLEM;
    return {
      readAt: now.toISOString(),
      run: row,
      // The worker writes thousandths of the whole run, by the steps' usual shares of the duration.
      share: run.progressTotal ? Math.min(1, run.progressDone / run.progressTotal) : null,
      stopRequestedAt: run.stopRequestedAt?.toISOString() ?? null,
      cantStop: stopObstacle(viewer, run),
      correct: correctable(viewer, run, lists.issues.refusedRows),
      parameters: parametersShown(run.parameters),
      unread: Math.max(0, run.logSeq - (await readSeqOf(tx, viewer, runId))),
      waiting: WAITING.includes(run.status) ? await whyWaiting(tx, viewer, run, now) : null,
      ...lists,
      ...problem,
    };
  });
}

function stopObstacle(viewer: Viewer, run: StoredRun): string | null {
  if (run.status !== "running") return null;
  const decision = decide(viewer, run, "stop");
  return !decision.allowed && decision.because === "state" ? decision.reason : null;
}

/** Only imports take a file, and what still runs may yet refuse more. */
function correctable(viewer: Viewer, run: StoredRun, refused: number): RunDetail["correct"] {
  const type = jobTypeOf(run.jobType);
  if (type?.kind !== "import" || !run.inputFileId || STATUS[run.status].live) return null;
  if (!can(viewer, type.permissions.start, run.domainId)) return null;
  if (refused > 0) return "rows";
  return ["failed", "stopped"].includes(run.status) ? "file" : null;
}

async function readLists(tx: Tx, viewer: Viewer, run: StoredRun, now: Date) {
  const steps = await stepsOf(tx, run, now);
  const attempts = await attemptsOf(tx, run.id);
  const ends = steps.map((step) => ({
    ...step,
    endedAt: step.endedAt ? new Date(step.endedAt) : null,
  }));
  return {
    steps,
    attempts,
    issues: await readIssues(tx, run),
    files: await listRunFiles(tx, viewer, run),
    history: await historyOf(tx, run, { attempts, steps: ends }),
    ...(await readLinks(tx, viewer, run)),
    usual: (await usualOf(tx, [run])).get(usualKey(run)) ?? null,
    strip: await stripOf(tx, viewer, {
      jobType: run.jobType,
      domainId: run.domainId,
      until: run.id,
    }),
    worker: await readWorker(tx, run, attempts),
  };
}

async function readIssues(tx: Tx, run: StoredRun): Promise<RunDetail["issues"]> {
  const groups = await issueGroupsOf(tx, run.id);
  const some = tx
    .select({ seq: refusedRows.seq })
    .from(refusedRows)
    .where(and(eq(refusedRows.runCreatedAt, run.createdAt), eq(refusedRows.runId, run.id)))
    .limit(REFUSED_ROWS_CAP)
    .as("some");
  const [refused] = groups.length > 0 ? await tx.select({ n: count() }).from(some) : [];
  return { groups, refusedRows: refused?.n ?? 0, refusedRowsCap: REFUSED_ROWS_CAP };
}

async function readLinks(
  tx: Tx,
  viewer: Viewer,
  run: StoredRun,
): Promise<Pick<RunDetail, "continues" | "continuedBy">> {
  const columns = { id: runs.id, title: runs.title, status: runs.status };
  const continued = run.continuesRunId
    ? await tx
        .select(columns)
        .from(runs)
        .where(and(eq(runs.id, run.continuesRunId), visibleTo(viewer, runs)))
    : [];
  const continuedBy = await tx
    .select(columns)
    .from(runs)
    .where(and(eq(runs.continuesRunId, run.id), visibleTo(viewer, runs)))
    .orderBy(asc(runs.id))
    .limit(20);
  return { continues: continued[0] ?? null, continuedBy };
}

async function readWorker(
  tx: Tx,
  run: StoredRun,
  attempts: AttemptShown[],
): Promise<RunDetail["worker"]> {
  const last = attempts.at(-1);
  if (!last) return null;
  const [row] = run.workerId
    ? await tx
        .select({ heartbeatAt: workers.heartbeatAt })
        .from(workers)
        .where(eq(workers.id, run.workerId))
    : [];
  return {
    name: last.workerName,
    heartbeatAt: row?.heartbeatAt.toISOString() ?? last.endedAt ?? last.startedAt,
  };
}

const NO_PROBLEM = { explanation: null, sameError: 0, lastLines: [] };

async function readProblem(
  tx: Tx,
  viewer: Viewer,
  run: StoredRun,
  at: Date,
  { attempts }: { attempts: AttemptShown[] },
) {
  const failures = attempts.filter((attempt) => attempt.outcome === "failed").length;
  const log = await readLogWithin(tx, run, { end: true }, {}, LAST_LINES);
  return {
    explanation: explain({
      ...run,
      quarantined: run.quarantinedAt !== null,
      failures,
      hasInput: run.inputFileId !== null,
    }),
    sameError: run.errorCode ? await countSame(tx, viewer, run, at, run.errorCode) : 0,
    lastLines: log.lines,
  };
}

async function countSame(
  tx: Tx,
  viewer: Viewer,
  run: StoredRun,
  at: Date,
  errorCode: string,
): Promise<number> {
  const some = tx
    .select({ id: runs.id })
    .from(runs)
    .where(
      and(
        visibleTo(viewer, runs),
        eq(runs.jobType, run.jobType),
        eq(runs.errorCode, errorCode),
        gt(runs.createdAt, new Date(at.getTime() - SAME_ERROR_MS)),
      ),
    )
    .limit(1000)
    .as("some");
  const [found] = await tx.select({ n: count() }).from(some);
  return found?.n ?? 0;
}
