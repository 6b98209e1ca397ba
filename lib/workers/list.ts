import { desc, sql } from "drizzle-orm";
import { workers } from "#drizzle/schema/runs.ts";
import { read } from "../access/transact.ts";
import type { Viewer } from "../access/viewer.ts";
import { settings } from "../platform/env.ts";

export type WorkerPresence = "alive" | "quiet" | "draining" | "lost" | "stopped";

export type WorkerItem = {
  id: string;
  name: string;
  host: string;
  version: string;
  presence: WorkerPresence;
  slots: number;
  busy: number;
  memoryBytes: number;
  /** Names of the job types that it can run. */
  jobTypes: string[];
  startedAt: Date;
  heartbeatAt: Date;
  /** Since the last heartbeat, in seconds, by the database clock. */
  silentSeconds: number;
};

/** The workers of the last day, newest first. Everybody signed in may know whether somebody works. */
export async function listWorkers(viewer: Viewer): Promise<WorkerItem[]> {
  const silent = sql<number>`extract(epoch from app_now() - ${workers.heartbeatAt})::float8`;
  const rows = await read(viewer, (tx) =>
    tx
      .select({ row: workers, silentSeconds: silent })
      .from(workers)
      .where(sql`${workers.heartbeatAt} > app_now() - interval '1 day'`)
      .orderBy(desc(workers.startedAt))
      .limit(200),
  );
  return rows.map(({ row, silentSeconds }) => {
    const { state, pid: _pid, stoppedAt: _stoppedAt, ...plain } = row;
    return { ...plain, silentSeconds, presence: presenceOf(state, silentSeconds) };
  });
}

/** What its row and its silence say together: a worker that nobody could declare lost yet is lost all the same. */
export function presenceOf(
  state: "alive" | "draining" | "stopped" | "lost",
  silentSeconds: number,
): WorkerPresence {
  if (state === "stopped" || state === "lost") return state;
  if (silentSeconds > settings().WORKER_LOST_SECONDS) return "lost";
  return silentSeconds > settings().WORKER_QUIET_SECONDS ? "quiet" : state;
}
