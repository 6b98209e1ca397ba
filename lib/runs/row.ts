import { and, eq, getTableColumns, inArray } from "drizzle-orm";
import { domains, users } from "#drizzle/schema/people.ts";
import { jobTypes, runs } from "#drizzle/schema/runs.ts";
import { visibleTo } from "../access/visible.ts";
import type { Viewer } from "../access/viewer.ts";
import { jobTypeOf } from "../job-types/find.ts";
import { now } from "../platform/clock.ts";
import type { Tx } from "../platform/db.ts";
import { downloadsOf, type Download } from "./downloads.ts";
import { estimateRemaining } from "../text/time-left.ts";
import { mayDo, type RunAction } from "./may.ts";
import type { RunStatus, Trigger } from "./status.ts";
import { stepFactsOf, type StepFacts, type Tally } from "./tallies.ts";
import { usualKey, usualOf, type Usual } from "./usual.ts";
import { waitsOf, type Wait } from "./waits.ts";

/** A run in lists and live events: one row as this viewer may see it. Plain JSON; times are ISO strings. */
export type RunRow = {
  id: number;
  title: string;
  jobType: string;
  jobTitle: string;
  /** Null: the installation. */
  domain: { id: string; name: string } | null;
  status: RunStatus;
  trigger: Trigger;
  startedBy: { id: string; name: string } | null;
  createdAt: string;
  startAt: string | null;
  queuedAt: string | null;
  startedAt: string | null;
  endedAt: string | null;
  updatedAt: string;
  updatedBy: string;
  attempt: number;
  /** Attempts that are made without a person. */
  attemptLimit: number;
  claim: number;
  quarantined: boolean;
  stopRequestedBy: string | null;
  stopReason: string | null;
  settledReason: string | null;
  message: string | null;
  errorCode: string | null;
  errorMessage: string | null;
  warningCount: number;
  issueCount: number;
  logSeq: number;
  stepPosition: number;
  stepCount: number;
  stepTitle: string | null;
  /** `done` of `total` items in the current step; `share` of the whole run, 0…1. Null when it has no progress to show. */
  progress: { done: number; total: number | null; share: number | null } | null;
  timeLeft: ReturnType<typeof estimateRemaining>;
  /** Why it has not started; of queued runs only. */
  waits: Wait | null;
  tallies: Tally[];
  hasResults: boolean;
  /** What this viewer may download of it, results first. */
  downloads: Download[];
  may: Record<RunAction, boolean>;
  /** What stopping means for this job, or why it can't be stopped. */
  stopMeaning: string;
};

/** The rows of these numbers, in their order; those that the viewer may not see are missing, like those that don't exist. */
export async function readRows(tx: Tx, viewer: Viewer, ids: readonly number[]): Promise<RunRow[]> {
  if (ids.length === 0) return [];
  const found = await selectRuns(tx, viewer, ids);
  const context: Context = {
    now: await now(tx),
    usual: await usualOf(
      tx,
      found.filter((run) => run.status === "running"),
    ),
    waits: await waitsOf(tx, found.filter((run) => run.status === "queued").map(waiting)),
    steps: await stepFactsOf(tx, found),
    downloads: await downloadsOf(tx, viewer, found),
  };
  const rows = new Map(found.map((run) => [run.id, rowOf(viewer, run, context)]));
  return ids.flatMap((id) => rows.get(id) ?? []);
}

type Context = {
  now: Date;
  usual: Map<string, Usual>;
  waits: Map<number, Wait>;
  steps: Map<number, StepFacts>;
  downloads: Map<number, Download[]>;
};
type Found = Awaited<ReturnType<typeof selectRuns>>[number];

/** Parameters and checkpoint may be large and are not in lists. */
function selectRuns(tx: Tx, viewer: Viewer, ids: readonly number[]) {
  const {
    parameters: _parameters,
    checkpoint: _checkpoint,
    inputHash: _inputHash,
    ...columns
  } = getTableColumns(runs);
  return tx
    .select({
      ...columns,
      domainName: domains.name,
      declaredTitle: jobTypes.title,
      starterName: users.name,
    })
    .from(runs)
    .leftJoin(domains, eq(domains.id, runs.domainId))
    .leftJoin(users, eq(users.id, runs.startedBy))
    .leftJoin(jobTypes, eq(jobTypes.name, runs.jobType))
    .where(and(inArray(runs.id, [...ids]), visibleTo(viewer, runs)));
}

const waiting = ({ id, jobType, domainId, domainName }: Found) => ({
  id,
  jobType,
  domainId,
  domainName: domainName ?? "the installation",
});

function rowOf(viewer: Viewer, run: Found, context: Context): RunRow {
  const type = jobTypeOf(run.jobType);
  const share = run.progressTotal ? run.progressDone / run.progressTotal : null;
  const step = context.steps.get(run.id);
  return {
    ...asItIs(run),
    ...times(run),
    jobTitle: run.declaredTitle ?? type?.title ?? run.jobType,
    domain: run.domainId ? { id: run.domainId, name: run.domainName ?? run.domainId } : null,
    startedBy: run.startedBy ? { id: run.startedBy, name: run.starterName ?? "somebody" } : null,
    attemptLimit: type?.retry.attempts ?? 1,
    quarantined: run.quarantinedAt !== null,
    stepTitle: step?.title ?? null,
    progress: progressOf(run, step, share),
    timeLeft: timeLeft(run, share, context),
    waits: context.waits.get(run.id) ?? null,
    tallies: step?.tallies ?? [],
    downloads: context.downloads.get(run.id) ?? [],
    may: mayDo(viewer, run),
    stopMeaning: type?.stop.meaning ?? "It ends at its next safe point.",
  };
}

function progressOf(run: Found, step: StepFacts | undefined, share: number | null) {
  const current = step?.current ?? { done: 0, total: null };
  const shown = run.startedAt !== null && (step?.current || share !== null);
  return shown ? { ...current, share } : null;
}

const AS_IT_IS = [
  ...(["id", "title", "jobType", "status", "trigger", "updatedBy", "attempt", "claim"] as const),
  ...(["stopRequestedBy", "stopReason", "settledReason", "message", "errorCode"] as const),
  ...(["errorMessage", "warningCount", "issueCount", "logSeq", "hasResults"] as const),
  ...(["stepPosition", "stepCount"] as const),
] as const;

function asItIs(run: Found) {
  return Object.fromEntries(AS_IT_IS.map((name) => [name, run[name]])) as Pick<
    Found,
    (typeof AS_IT_IS)[number]
  >;
}

function times(run: Found) {
  const iso = (at: Date | null) => at?.toISOString() ?? null;
  return {
    createdAt: run.createdAt.toISOString(),
    startAt: iso(run.startAt),
    queuedAt: iso(run.queuedAt),
    startedAt: iso(run.startedAt),
    endedAt: iso(run.endedAt),
    updatedAt: run.updatedAt.toISOString(),
  };
}

function timeLeft(run: Found, share: number | null, context: Context): RunRow["timeLeft"] {
  if (run.status !== "running" || !run.startedAt) return null;
  const elapsedSeconds = (context.now.getTime() - run.startedAt.getTime()) / 1000;
  return estimateRemaining({
    elapsedSeconds,
    share,
    usual: context.usual.get(usualKey(run)) ?? null,
  });
}
