import { and, eq, inArray } from "drizzle-orm";
import { workers } from "#drizzle/schema/runs.ts";
import { write } from "../access/transact.ts";
import { systemViewer } from "../access/viewer.ts";
import { appNow } from "../platform/clock.ts";
import type { WorkerIdentity } from "./register.ts";

export type Beat = { busy: number; memoryBytes: number };

/**
 * Renews the lease of all runs of this worker. False: it was declared lost, or its row is gone; it must write nothing more.
 */
export async function beat(worker: WorkerIdentity, { busy, memoryBytes }: Beat): Promise<boolean> {
  return await write(systemViewer(worker.name), async (tx) => {
    const renewed = await tx
      .update(workers)
      .set({ heartbeatAt: appNow, busy, memoryBytes })
      .where(and(eq(workers.id, worker.id), inArray(workers.state, ["alive", "draining"])))
      .returning({ id: workers.id });
    return renewed.length > 0;
  });
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
