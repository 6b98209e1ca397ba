import { and, asc, eq, inArray, lte, or, sql } from "drizzle-orm";
import { attempts, runs, workers } from "#drizzle/schema/runs.ts";
import { write } from "../access/transact.ts";
import { systemViewer } from "../access/viewer.ts";
import { jobTypeOf } from "../job-types/find.ts";
import { appNow, appNowOnce } from "../platform/clock.ts";
import type { Tx } from "../platform/db.ts";
import { fetchMessages, settleMessages } from "../platform/queue.ts";
import type { WorkerIdentity } from "../workers/register.ts";
import { loadBehind, type Behind } from "../workers/viewer-of-run.ts";
import { among } from "./among.ts";
import { parkRuns } from "./park.ts";
import { laneKey, lockLane, roomIn } from "./room.ts";
import { WAITING } from "./status.ts";

/** A run that is ours to execute, with all that its process needs. */
export type ClaimedRun = TakenRun & { workerName: string; behind: Behind };

type TakenRun = Awaited<ReturnType<typeof take>>[number];

export type Claimed = {
  /** Messages that were met, also those of runs that could not be taken: there may be more. */
  messageCount: number;
  runs: ClaimedRun[];
  /** Runs whose row changed without being taken. */
  parked: number[];
  /** How many of those are for a newer worker. */
  unknownCount: number;
};

type Candidate = {
  id: number;
  jobType: string;
  domainId: string | null;
  startedBy: string | null;
  payloadVersion: number;
};

/**
 * Takes up to `count` runs for this worker. Fetch of the messages, the taking and their using up are one transaction: a process
 * that dies in it has taken nothing. A message whose run is not waiting any more is thrown away.
 */
export async function claimRuns(worker: WorkerIdentity, count: number): Promise<Claimed> {
  return await write(systemViewer(worker.name), async (tx) => {
    const messages = await fetchMessages(tx, count);
    const taken: Taken = { runs: [], parked: [], unknownCount: 0 };
    if (messages.length === 0) return { messageCount: 0, ...taken, runs: [] };
    const ids = messages.map((message) => message.data.runId).filter(Number.isSafeInteger);
    await settleMessages(
      tx,
      messages.map((message) => message.id),
    );
    const lanes = await waitingByLane(tx, ids);
    const behind = await loadBehind(tx, lanes.flat());
    // Last, for each lane is locked until the commit.
    for (const lane of lanes) await claimLane(tx, worker, lane, taken);
    const claimed = taken.runs.map((run) => ({
      ...run,
      workerName: worker.name,
      behind: behind(run),
    }));
    return { messageCount: messages.length, ...taken, runs: claimed };
  });
}

type Taken = { runs: TakenRun[]; parked: number[]; unknownCount: number };

async function waitingByLane(tx: Tx, ids: number[]): Promise<Candidate[][]> {
  const rows = await tx
    .select({
      id: runs.id,
      jobType: runs.jobType,
      domainId: runs.domainId,
      startedBy: runs.startedBy,
      payloadVersion: runs.payloadVersion,
    })
    .from(runs)
    .where(and(among(ids), isDue()))
    .orderBy(asc(runs.id));
  const lanes = Map.groupBy(rows, laneKey);
  return [...lanes].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, lane]) => lane);
}

const isDue = () =>
  or(eq(runs.status, "queued"), and(eq(runs.status, "deferred"), lte(runs.startAt, appNow)));

async function claimLane(
  tx: Tx,
  worker: WorkerIdentity,
  lane: Candidate[],
  into: Taken,
): Promise<void> {
  const first = lane[0] as Candidate;
  const type = jobTypeOf(first.jobType);
  const known = lane.filter((run) => type && run.payloadVersion <= type.payloadVersion);
  const unknown = lane.filter((run) => !known.includes(run));
  into.unknownCount += unknown.length;
  await park(
    tx,
    unknown,
    "Waits for a newer worker: none here knows this job in this version",
    into,
  );
  if (!type || known.length === 0) return;
  await lockLane(tx, first);
  const room = await roomIn(tx, first, type.concurrencyPerDomain);
  const taken = await take(
    tx,
    worker,
    known.slice(0, room).map((run) => run.id),
  );
  into.runs.push(...taken);
  await park(
    tx,
    known.slice(room),
    `Waits: ${limitInWords(type.concurrencyPerDomain)} at a time here`,
    into,
  );
}

const limitInWords = (limit: number) =>
  limit === 1 ? "one run of this job" : `${limit} runs of this job`;

async function park(tx: Tx, waiting: Candidate[], why: string, into: Taken): Promise<void> {
  const ids = waiting.map((run) => run.id);
  if (ids.length > 0) into.parked.push(...(await parkRuns(tx, ids, why)));
}

/** The conditional update decides: whoever cancelled or took a run meanwhile has won. A worker that was given up takes nothing. */
async function take(tx: Tx, worker: WorkerIdentity, ids: number[]) {
  if (ids.length === 0) return [];
  const isAlive = sql`exists (select 1 from ${workers} where ${workers.id} = ${worker.id} and ${workers.state} = 'alive')`;
  const rows = await tx
    .update(runs)
    .set({
      ...taking(worker),
      attempt: sql`${runs.attempt} + case when ${wasHandedOver} then 0 else 1 end`,
    })
    .where(and(among(ids), inArray(runs.status, WAITING), isAlive))
    .returning(COLUMNS);
  await beginAttempts(tx, worker, rows);
  return rows;
}

async function beginAttempts(tx: Tx, worker: WorkerIdentity, taken: TakenRow[]): Promise<void> {
  if (taken.length === 0) return;
  const rows = taken.map(({ id, claim, attempt, domainId }) => ({ id, claim, attempt, domainId }));
  await tx.execute(sql`
    insert into attempts (run_id, claim, attempt, domain_id, worker_id, worker_name, started_at)
    select v.id, v.claim, v.attempt, v."domainId", ${worker.id}::uuid, ${worker.name}, ${appNowOnce}
    from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) as v(id bigint, claim int, attempt int, "domainId" uuid)`);
}

/** Its last worker gave it back in good order: the same attempt goes on. */
const wasHandedOver = sql`${runs.claim} > 0 and exists (select 1 from ${attempts} where ${attempts.runId} = ${runs.id}
  and ${attempts.claim} = ${runs.claim} and ${attempts.outcome} = 'handed-over')`;

const taking = (worker: WorkerIdentity) => ({
  status: "running" as const,
  claim: sql`${runs.claim} + 1`,
  workerId: worker.id,
  startedAt: sql`case when ${wasHandedOver} then coalesce(${runs.startedAt}, ${appNowOnce}) else ${appNowOnce} end`,
  endedAt: null,
  parkedAt: null,
  stopRequestedAt: null,
  stopRequestedBy: null,
  stopReason: null,
  progressAt: appNowOnce,
  message: null,
  errorCode: null,
  errorMessage: null,
  updatedAt: appNowOnce,
  updatedBy: worker.name,
});

const COLUMNS = {
  id: runs.id,
  claim: runs.claim,
  attempt: runs.attempt,
  createdAt: runs.createdAt,
  jobType: runs.jobType,
  title: runs.title,
  domainId: runs.domainId,
  startedBy: runs.startedBy,
  parameters: runs.parameters,
  inputFileId: runs.inputFileId,
  checkpoint: runs.checkpoint,
  checkpointVersion: runs.checkpointVersion,
  logSeq: runs.logSeq,
};

type TakenRow = { id: number; claim: number; attempt: number; domainId: string | null };
