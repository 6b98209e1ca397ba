import { readFileSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { knownJobTypes } from "#lib/job-types/find.ts";
import { syncJobTypes } from "#lib/job-types/sync.ts";
import { closeDatabase, useDatabaseRole } from "#lib/platform/db.ts";
import { settings } from "#lib/platform/env.ts";
import { newId } from "#lib/platform/ids.ts";
import { listen } from "#lib/platform/listen.ts";
import { log } from "#lib/platform/log.ts";
import { CHANNEL, startQueueUpkeep } from "#lib/platform/queue.ts";
import { retireGone } from "#lib/schedules/retire.ts";
import { syncSchedules } from "#lib/schedules/sync.ts";
import { leaveWork } from "#lib/workers/beat.ts";
import { ensurePartitions } from "#lib/workers/ensure-partitions.ts";
import { presenceLock } from "#lib/workers/presence.ts";
import { registerWorker, type WorkerIdentity } from "#lib/workers/register.ts";
import { sessionName } from "#lib/workers/sessions.ts";
import { prepareCatalogue } from "./child/prepare-catalogue.ts";
import { shareCompiled } from "./keep-compiled.ts";
import { Announcer } from "./parent/announcer.ts";
import { Lease } from "./parent/lease.ts";
import { Pool } from "./parent/pool.ts";
import { Slots } from "./parent/slots.ts";
import { startUpkeep } from "./parent/upkeep.ts";

export type WorkerInput = {
  /** Absolute paths of folders with a `catalogue.ts` and one folder per job type. */
  folders: string[];
};

/** Connections of the parent; each child has two more. */
const CONNECTIONS = 5;
/**
 * A parent computes nothing between its statements. One that froze in a transaction lets go of its locks before anybody counts it as lost:
 * the sweep's own is among them.
 */
const IDLE_SHARE = 1 / 3;
const IDLE_MIN_SECONDS = 2;
const SWEEP_MS = 2_000;
const DRAIN_MAX_MS = 18_000;

/** Runs this process as a worker until it is told to end, or finds that it was given up. Ends the process. */
export async function runWorker({ folders }: WorkerInput): Promise<void> {
  dieLoudly();
  const id = newId();
  const idleSeconds = Math.max(IDLE_MIN_SECONDS, settings().WORKER_LOST_SECONDS * IDLE_SHARE);
  useDatabaseRole("worker", CONNECTIONS, { name: sessionName(id), idleSeconds });
  await prepareCatalogue(folders);
  shareCompiled();
  const { WORKER_NAME: name, WORKER_SLOTS: slots, HANDLER_MEMORY_MB: memoryMb } = settings();
  // They start while the database is prepared: whoever sees this worker among the living may expect it to begin at once.
  const pool = new Pool({ folders, memoryMb, workerId: id }, slots);
  await untilDatabaseAnswers(prepareDatabase);
  const worker = await untilDatabaseAnswers(() =>
    registerWorker({ id, name, version: version(), slots }),
  );
  const endQueue = await untilDatabaseAnswers(startQueueUpkeep);
  const parts = assemble(worker, pool);
  log.info(
    { worker: worker.name, jobTypes: knownJobTypes().map((type) => type.name) },
    "worker ready",
  );
  await parts.toldToEnd;
  await Promise.race([drain(worker, parts, endQueue), sleep(DRAIN_MAX_MS)]);
  parts.slots.close();
  process.exit(0);
}

async function prepareDatabase(): Promise<void> {
  await ensurePartitions();
  await syncJobTypes();
  await syncSchedules();
  await retireGone();
}

type Parts = ReturnType<typeof assemble>;

function assemble(worker: WorkerIdentity, pool: Pool) {
  const { WORKER_SLOTS, STOP_GRACE_SECONDS, HANDLER_MEMORY_MB, WORKER_LOST_SECONDS } = settings();
  const announcer = new Announcer();
  const told = Promise.withResolvers<void>();
  const slots = new Slots({
    worker,
    pool,
    slots: WORKER_SLOTS,
    graceSeconds: STOP_GRACE_SECONDS,
    memoryMb: HANDLER_MEMORY_MB,
    announcer,
  });
  let memoryBytes = 0;
  const endUpkeep = startUpkeep(
    worker,
    slots,
    { sweepMs: SWEEP_MS },
    (bytes) => (memoryBytes = bytes),
  );
  const lease = new Lease({
    worker,
    everyMs: Math.min(2_000, (WORKER_LOST_SECONDS * 1000) / 6),
    outAfterMs: (WORKER_LOST_SECONDS * 2000) / 3,
    facts: () => ({ busy: slots.busyCount, memoryBytes: memoryBytes + process.memoryUsage.rss() }),
    onHold: (held) => slots.hold(held),
    onLost: () => giveUp(worker, slots),
  });
  const endListening = listen({
    role: "worker",
    channels: {
      [CHANNEL.wake]: () => slots.wake(),
      [CHANNEL.stop]: (payload) => slots.stop(Number(payload), "stop"),
    },
    presence: presenceLock(worker.id),
    onListening: () => slots.wake(),
  });
  obeySignals(slots, told.resolve);
  return { slots, lease, announcer, endUpkeep, endListening, toldToEnd: told.promise };
}

/** The first signal drains, the second one hastens. */
function obeySignals(slots: Slots, end: () => void): void {
  let isEnding = false;
  const obey = (signal: string) => {
    log.info({ signal }, isEnding ? "ends at once" : "ends after its runs are handed over");
    if (isEnding) slots.hastenAll();
    isEnding = true;
    end();
  };
  process.on("SIGTERM", obey);
  process.on("SIGINT", obey);
}

/** Gives back what runs, and says good-bye. Children get their grace time. */
async function drain(
  worker: WorkerIdentity,
  parts: Parts,
  endQueue: () => Promise<void>,
): Promise<void> {
  const { slots, lease, announcer, endUpkeep, endListening } = parts;
  slots.closeDoor();
  void leaveWork(worker, "draining").catch(() => undefined);
  slots.stopAll("hand-over");
  while (slots.held.length > 0) await sleep(50);
  endUpkeep();
  lease.end();
  await Promise.allSettled([
    endListening(),
    endQueue(),
    announcer.flush(),
    leaveWork(worker, "stopped"),
  ]);
  await closeDatabase();
}

/** Others have our runs already: whatever is still done here is done beside them. */
function giveUp(worker: WorkerIdentity, slots: Slots): never {
  log.error({ worker: worker.name }, "this worker was declared lost; it ends");
  slots.close();
  process.exit(1);
}

async function untilDatabaseAnswers<T>(act: () => Promise<T>): Promise<T> {
  for (let waitMs = 250; ; waitMs = Math.min(5_000, waitMs * 2)) {
    try {
      return await act();
    } catch (error) {
      log.warn({ error: String(error) }, "the database is not ready for a worker");
      await sleep(waitMs);
    }
  }
}

/** A parent in an unknown state must not go on claiming. */
function dieLoudly(): void {
  process.on("uncaughtException", (error) => {
    log.fatal({ error: String(error), stack: error.stack }, "the worker ends");
    process.exit(1);
  });
}

function version(): string {
  const text = readFileSync(join(import.meta.dirname, "../../package.json"), "utf8");
  return (JSON.parse(text) as { version: string }).version;
}
