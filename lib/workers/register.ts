import { hostname } from "node:os";
import { workers } from "#drizzle/schema/runs.ts";
import { write } from "../access/transact.ts";
import { systemViewer } from "../access/viewer.ts";
import { knownJobTypes } from "../job-types/find.ts";
import { appNow } from "../platform/clock.ts";
import { newId } from "../platform/ids.ts";

export type WorkerIdentity = { id: string; name: string };

export type RegisterInput = { id?: string; name?: string; version: string; slots: number };

/**
 * Enters this process among the workers, with the job types it knows. Its heartbeat is the lease of every run it takes. With the same
 * `id` it may be asked again after its answer was lost.
 */
export async function registerWorker({
  id = newId(),
  name,
  version,
  slots,
}: RegisterInput): Promise<WorkerIdentity> {
  const identity = { id, name: name ?? `${hostname()}:${process.pid}` };
  await write(systemViewer(identity.name), async (tx) => {
    await tx
      .insert(workers)
      .values({
        ...identity,
        host: hostname(),
        pid: process.pid,
        version,
        state: "alive",
        slots,
        jobTypes: knownJobTypes().map((type) => type.name),
        startedAt: appNow,
        heartbeatAt: appNow,
      })
      .onConflictDoNothing();
  });
  return identity;
}
