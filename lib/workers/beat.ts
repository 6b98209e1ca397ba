import { and, eq, inArray } from "drizzle-orm";
import { workers } from "#drizzle/schema/runs.ts";
import { write } from "../access/transact.ts";
import { systemViewer } from "../access/viewer.ts";
import { appNow } from "../platform/clock.ts";
import { besidePool } from "../platform/db.ts";
import type { WorkerIdentity } from "./register.ts";

export type Beat = { busy: number; memoryBytes: number };

/**
 * Renews the lease of all runs of this worker. False: it was declared lost, or its row is gone; it must write nothing more.
 * One statement on a connection of its own: behind others on a slow network it came too late (500 ms each way).
 */
export async function beat(worker: WorkerIdentity, { busy, memoryBytes }: Beat): Promise<boolean> {
  const renewed = await besidePool()`
    update workers set heartbeat_at = app_now(), busy = ${busy}, memory_bytes = ${memoryBytes}
    where id = ${worker.id} and state in ('alive', 'draining') returning id`;
  return renewed.length > 0;
}

/** `draining`: takes nothing more. `stopped`: has ended in good order. */
export async function leaveWork(
  worker: WorkerIdentity,
  state: "draining" | "stopped",
): Promise<void> {
  await write(systemViewer(worker.name), (tx) =>
    tx
      .update(workers)
      .set({
        state,
        heartbeatAt: appNow,
        busy: 0,
        ...(state === "stopped" ? { stoppedAt: appNow } : {}),
      })
      .where(and(eq(workers.id, worker.id), inArray(workers.state, ["alive", "draining"]))),
  );
}
