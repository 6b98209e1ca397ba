import { and, eq, inArray, isNull, or, sql } from "drizzle-orm";
import { runs, workers } from "#drizzle/schema/runs.ts";
import { write } from "../access/transact.ts";
import { systemViewer } from "../access/viewer.ts";
import { apart } from "../platform/apart.ts";
import type { Tx } from "../platform/db.ts";
import { findSilentWorkers, markLostWorkers } from "../workers/mark-lost.ts";
import { endSessionsOfLost } from "../workers/sessions.ts";
import { announceRun } from "./announce.ts";
import { interruptRun } from "./interrupt.ts";
import { resumeInterrupted } from "./resume.ts";
import { ACTIVE } from "./status.ts";

export type Swept = {
  lostWorkers: string[];
  interrupted: number[];
  resumed: number[];
  failed: number[];
};

const SWEEPER = systemViewer("sweep");

/**
 * Finds workers that are gone, takes their runs from them and gives these to others, where their job types allow it. Every
 * worker and every web process calls this every few seconds; an advisory lock lets one at a time do it. Idempotent.
 */
export async function sweepRuns(): Promise<Swept> {
  const swept: Swept = { lostWorkers: [], interrupted: [], resumed: [], failed: [] };
  // Before the lock is asked for: one of theirs may hold it.
  const silent = await write(SWEEPER, async (tx) => {
    const found = await findSilentWorkers(tx);
    await endSessionsOfLost(tx, found);
    return found;
  });
  const isMine = await write(SWEEPER, async (tx) => {
    if (!(await tryLock(tx))) return false;
    swept.lostWorkers = await markLostWorkers(tx, silent);
    return true;
  });
  if (!isMine) return swept;
  for (const orphan of await write(SWEEPER, orphans)) {
    const taken = await apart(`run ${orphan.id}`, () => write(SWEEPER, (tx) => take(tx, orphan)));
    if (taken) swept.interrupted.push(orphan.id);
  }
  await resumeInterrupted(SWEEPER, swept);
  return swept;
}

async function tryLock(tx: Tx): Promise<boolean> {
  const [row] = await tx.execute<{ got: boolean }>(
    sql`select pg_try_advisory_xact_lock(hashtext('nightshift sweep')) as got`,
  );
  return row?.got ?? false;
}

type Orphan = Awaited<ReturnType<typeof orphans>>[number];

/** Runs whose worker is lost, has ended, or has no row any more. */
function orphans(tx: Tx) {
  return tx
    .select({
      id: runs.id,
      claim: runs.claim,
      jobType: runs.jobType,
      domainId: runs.domainId,
      createdAt: runs.createdAt,
      workerId: runs.workerId,
      workerName: sql<string>`coalesce(${workers.name}, 'unknown')`,
      lastSign: sql<string>`least(app_now(), coalesce(${workers.heartbeatAt}, ${runs.updatedAt}))`,
    })
    .from(runs)
    .leftJoin(workers, eq(workers.id, runs.workerId))
    .where(
      and(
        inArray(runs.status, ACTIVE),
        or(isNull(workers.id), inArray(workers.state, ["lost", "stopped"])),
      ),
    )
    .limit(500);
}

async function take(tx: Tx, orphan: Orphan): Promise<boolean> {
  const taken = await interruptRun(tx, orphan, new Date(orphan.lastSign), orphan.workerName);
  if (taken) await announceRun(tx, orphan.id);
  return taken;
}
