import { and, eq, inArray, sql } from "drizzle-orm";
import { workers } from "#drizzle/schema/runs.ts";
import type { Tx } from "../platform/db.ts";
import { settings } from "../platform/env.ts";
import { noteLostWorkers } from "../sweeps/note.ts";
import { isConnected } from "./presence.ts";

export type SilentWorker = { id: string; heartbeat: string; isTooLong: boolean };

/** What this process saw of each silent worker: its last heartbeat, and since when (monotonic, ms) it has been the same. */
const seen = new Map<string, { heartbeat: string; sinceMs: number }>();

/**
 * Workers that are silent for too long. One whose connection is gone as well is given up after two thirds of that time, which is when
 * it stops writing by its own clock. A silence counts only when this process has watched a part of it: after an outage of the database,
 * or a jump of its clock, all heartbeats look old at once.
 */
export async function findSilentWorkers(tx: Tx): Promise<SilentWorker[]> {
  const lostSeconds = settings().WORKER_LOST_SECONDS;
  const silent = await silentWorkers(tx, lostSeconds);
  const watchedMs = new Map(silent.map((worker) => [worker.id, watch(worker)]));
  for (const id of seen.keys()) if (!watchedMs.has(id)) seen.delete(id);
  const isSure = ({ id }: SilentWorker) => (watchedMs.get(id) ?? 0) >= (lostSeconds * 1000) / 5;
  return silent.filter((worker) => worker.isTooLong && isSure(worker));
}

/** Marks them as lost, but for those that have beaten since; answers the ids of the others. */
export async function markLostWorkers(tx: Tx, silent: SilentWorker[]): Promise<string[]> {
  const lost: string[] = [];
  for (const worker of silent) lost.push(...(await mark(tx, worker)));
  await noteLostWorkers(tx, lost);
  return lost;
}

/** Those that have missed a heartbeat: the watching begins long before the judging. */
function silentWorkers(tx: Tx, lostSeconds: number): Promise<SilentWorker[]> {
  const silentFor = (seconds: number) =>
    sql`${workers.heartbeatAt} < app_now() - make_interval(secs => ${seconds}::float8)`;
  return tx
    .select({
      id: workers.id,
      heartbeat: sql<string>`${workers.heartbeatAt}::text`,
      isTooLong: sql<boolean>`case when ${isConnected(sql`${workers.id}`)}
        then ${silentFor(lostSeconds)} else ${silentFor((lostSeconds * 2) / 3)} end`,
    })
    .from(workers)
    .where(and(inArray(workers.state, ["alive", "draining"]), silentFor(lostSeconds / 4)));
}

function watch({ id, heartbeat }: SilentWorker): number {
  const nowMs = performance.now();
  const before = seen.get(id);
  if (before?.heartbeat === heartbeat) return nowMs - before.sinceMs;
  seen.set(id, { heartbeat, sinceMs: nowMs });
  return 0;
}

async function mark(tx: Tx, { id, heartbeat }: SilentWorker): Promise<string[]> {
  const isSame = sql`${workers.heartbeatAt}::text = ${heartbeat}`;
  const marked = await tx
    .update(workers)
    .set({ state: "lost" })
    .where(and(eq(workers.id, id), isSame, inArray(workers.state, ["alive", "draining"])))
    .returning({ id: workers.id });
  return marked.map((worker) => worker.id);
}
