import { and, eq, inArray, or, sql } from "drizzle-orm";
import { runs } from "#drizzle/schema/runs.ts";
import { read } from "../access/transact.ts";
import { systemViewer } from "../access/viewer.ts";
import type { WorkerIdentity } from "../workers/register.ts";
import type { Claim } from "./fence.ts";
import { ACTIVE } from "./status.ts";

export type Requests = {
  /** Ids of runs that were asked to stop. */
  stopping: number[];
  /** Ids of runs that are not the worker's own any more. */
  lost: number[];
  /** Runs that are the worker's own and that it knows nothing of: the answer to its claim was lost. */
  strays: Array<Claim & { jobType: string }>;
};

/** A claim whose answer is still under way is no stray. */
const STRAY_SECONDS = 5;

/**
 * What a worker has to know about the runs it executes (`held`). Asked once a second, for a notification may be lost.
 */
export async function stopRequests(
  worker: WorkerIdentity,
  held: ReadonlyArray<Pick<Claim, "id" | "claim">>,
): Promise<Requests> {
  const ids = held.map((run) => run.id);
  const rows = await read(systemViewer(worker.name), (tx) =>
    tx
      .select(COLUMNS)
      .from(runs)
      .where(
        and(inArray(runs.status, ACTIVE), or(eq(runs.workerId, worker.id), inArray(runs.id, ids))),
      ),
  );
  const mine = rows.filter((row) =>
    held.some((run) => run.id === row.id && run.claim === row.claim),
  );
  const isStray = (row: (typeof rows)[number]) =>
    row.workerId === worker.id && row.isSettled && !ids.includes(row.id);
  return {
    stopping: mine.filter((row) => row.status === "stopping").map((row) => row.id),
    lost: ids.filter((id) => !mine.some((row) => row.id === id)),
    strays: rows.filter(isStray),
  };
}

const COLUMNS = {
  id: runs.id,
  claim: runs.claim,
  status: runs.status,
  workerId: runs.workerId,
  jobType: runs.jobType,
  domainId: runs.domainId,
  createdAt: runs.createdAt,
  // When it was taken: a run that was handed over keeps the moment of its first start.
  isSettled: sql<boolean>`coalesce((select a.started_at from attempts a where a.run_id = runs.id and a.claim = runs.claim)
    < app_now() - make_interval(secs => ${STRAY_SECONDS}), false)`,
};
