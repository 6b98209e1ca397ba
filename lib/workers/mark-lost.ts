import { and, eq, inArray, sql } from "drizzle-orm";
import { workers } from "#drizzle/schema/runs.ts";
import type { Tx } from "../platform/db.ts";
import { settings } from "../platform/env.ts";
import { isConnected } from "./presence.ts";

/** What this process saw of each silent worker: its last heartbeat, and since when (monotonic, ms) it has been the same. */
const seen = new Map<string, { heartbeat: string; sinceMs: number }>();

/**
 * Marks workers that are silent for too long as lost; answers their ids. A worker whose connection is gone as well is given up
 * after two thirds of that time, which is when it stops writing by its own clock. A silence counts only when this process has
 * watched a third of it: after an outage of the database, or a jump of its clock, all heartbeats look old at once.
 */
export async function markLostWorkers(tx: Tx): Promise<string[]> {
  const lostSeconds = settings().WORKER_LOST_SECONDS;
  const silent = await tx
    .select({ id: workers.id, heartbeat: sql<string>`${workers.heartbeatAt}::text` })
    .from(workers)
    .where(
      and(
        inArray(workers.state, ["alive", "draining"]),
        sql`${workers.heartbeatAt} < app_now() - ${limit(lostSeconds)}`,
      ),
    );
  const known = silent.filter(
    ({ id, heartbeat }) => watched(id, heartbeat) >= (lostSeconds * 1000) / 3,
  );
  for (const id of seen.keys()) if (!silent.some((worker) => worker.id === id)) seen.delete(id);
  const lost: string[] = [];
  for (const { id, heartbeat } of known) lost.push(...(await mark(tx, id, heartbeat)));
  return lost;
}

const limit = (seconds: number) =>
  sql`make_interval(secs => case when ${isConnected(sql`${workers.id}`)} then ${seconds}::float8 else ${(seconds * 2) / 3}::float8 end)`;

function watched(id: string, heartbeat: string): number {
  const nowMs = performance.now();
  const before = seen.get(id);
  if (before?.heartbeat === heartbeat) return nowMs - before.sinceMs;
  seen.set(id, { heartbeat, sinceMs: nowMs });
  return 0;
}

/** Not when it has beaten since. */
async function mark(tx: Tx, id: string, heartbeat: string): Promise<string[]> {
  const marked = await tx
    .update(workers)
    .set({ state: "lost" })
    .where(
      and(
        eq(workers.id, id),
        sql`${workers.heartbeatAt}::text = ${heartbeat}`,
        inArray(workers.state, ["alive", "draining"]),
      ),
    )
    .returning({ id: workers.id });
  return marked.map((worker) => worker.id);
}
