import { log } from "#lib/platform/log.ts";
import { sendDueMails } from "#lib/mails/send-due.ts";
import { apart } from "#lib/platform/apart.ts";
import { handOverRun } from "#lib/runs/hand-over.ts";
import { redeliverRuns, releaseParkedRuns } from "#lib/runs/redeliver.ts";
import { stopRequests } from "#lib/runs/stop-requests.ts";
import { sweepRuns } from "#lib/runs/sweep.ts";
import { keepWithDomains } from "#lib/schedules/keep-with-domains.ts";
import { retireGone } from "#lib/schedules/retire.ts";
import { isRefusal } from "#lib/text/refusal.ts";
import { ensurePartitions } from "#lib/workers/ensure-partitions.ts";
import type { WorkerIdentity } from "#lib/workers/register.ts";
import type { Slots } from "./slots.ts";
import { startTicking } from "./ticking.ts";

const LOOK_MS = 60_000;

/** Does something again and again, one at a time, with a pause after each; what it costs lengthens the pause. */
export function every(ms: number, what: string, act: () => Promise<unknown>): () => void {
  let timer: NodeJS.Timeout | undefined;
  let isOver = false;
  const turn = async () => {
    const beganMs = performance.now();
    await act().catch((error: unknown) => {
      if (!isRefusal(error, "unavailable")) log.error({ error: String(error) }, `${what} failed`);
    });
    const pauseMs = Math.max(ms, (performance.now() - beganMs) * 5);
    if (!isOver) timer = setTimeout(() => void turn(), pauseMs);
  };
  timer = setTimeout(() => void turn(), ms);
  return () => {
    isOver = true;
    clearTimeout(timer);
  };
}

/** What a worker does besides running: asks for stops and work that no notification told of, sweeps, watches memory. */
export function startUpkeep(
  worker: WorkerIdentity,
  slots: Slots,
  { sweepMs }: { sweepMs: number },
  onMemory: (bytes: number) => void,
): () => void {
  const ends = [
    every(1_000, "asking for work", async () => slots.wake()),
    every(1_000, "asking for stops", () => obeyStops(worker, slots)),
    every(1_000, "listening to handlers", async () => slots.listen()),
    every(200, "weighing", async () => onMemory(await slots.memory())),
    every(sweepMs, "the sweep", sweepRuns),
    every(sweepMs, "releasing parked runs", releaseParkedRuns),
    every(sweepMs, "delivering again", lookForLost(slots)),
    every(2_000, "sending mails", sendDueMails),
    every(2_000, "keeping with the domains", keepWithDomains),
    startTicking(),
    every(3_600_000, "making partitions", ensurePartitions),
    every(600_000, "retiring job types", retireGone),
  ];
  // This one may be the newer worker that some wait for.
  void slots.ready.then(releaseParkedRuns).catch(() => undefined);
  return () => {
    for (const end of ends) end();
  };
}

/** Behind a long queue it costs much to find the few without a message, and helps nobody: others come first anyway. */
function lookForLost(slots: Slots): () => Promise<unknown> {
  let lookedMs = -LOOK_MS;
  return async () => {
    if (slots.isBehind && performance.now() - lookedMs < LOOK_MS) return;
    lookedMs = performance.now();
    await redeliverRuns();
  };
}

async function obeyStops(worker: WorkerIdentity, slots: Slots): Promise<void> {
  const { held } = slots;
  const { stopping, lost, strays } = await stopRequests(worker, held);
  for (const id of stopping) slots.stop(id, "stop");
  for (const id of lost) slots.stop(id, "claim-lost");
  for (const run of strays) await apart(`run ${run.id}`, () => handOverRun(run, worker.name));
}
