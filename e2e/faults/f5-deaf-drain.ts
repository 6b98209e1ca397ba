import assert from "node:assert/strict";
import { setTimeout as sleep } from "node:timers/promises";
import { childrenOf, cpuTicks, isAlive } from "./processes.ts";
import { defineFault } from "./fault.ts";
import type { Site, Worker } from "./site.ts";

const BUSY_SECONDS = 600;

export const fault = defineFault({
  id: "F5",
  title: "SIGTERM, then with a second one, while a handler hears no signal at all",
  atOnce: 5,
  round: async (site) => {
    const id = await site.start("misbehave", { how: "deaf", seconds: BUSY_SECONDS });
    const patient = await drained(site, id, await site.startWorker(), 1);
    assert.ok(patient.killed >= 14 && patient.killed <= 16, `killed after ${patient.killed} s`);
    assert.ok(patient.exit <= 20, `exit after ${patient.exit} s`);
    const waitMs = site.random() * 10_000;
    const hasty = await drained(site, id, await site.startWorker(), 2, waitMs);
    assert.ok(hasty.exit <= waitMs / 1000 + 3, `exit after ${hasty.exit} s`);
    await site.startWorker();
    const resumed = await site.reaches(id, "running", 30);
    assert.deepEqual([resumed.attempt, resumed.claim], [1, 3]);
    return {
      "killed (s)": patient.killed,
      "exit (s)": patient.exit,
      "exit after the second (s)": hasty.exit - waitMs / 1000,
    };
  },
});

/** Sends so many SIGTERM, and says after how many seconds the handler's process was dead and the worker's gone. */
async function drained(site: Site, id: number, worker: Worker, signals: number, waitMs = 0) {
  await site.reaches(id, "running", 30);
  await sleep(1_000 + site.random() * 2_000);
  const handler = await busiest(worker);
  const beganMs = performance.now();
  const secondsAfter = () => (performance.now() - beganMs) / 1000;
  const exited = worker.end("SIGTERM").then(secondsAfter);
  if (signals > 1) {
    await sleep(waitMs);
    void worker.end("SIGTERM");
  }
  await site.until("the end of its handler", async () => !isAlive(handler), 30);
  const killed = secondsAfter();
  const exit = await exited;
  const { status, attempt } = await site.run(id);
  assert.deepEqual([status, attempt], ["queued", 1], "handed over, no attempt counted");
  return { killed, exit };
}

/** The process that computes. */
async function busiest({ workerPid }: Worker): Promise<number> {
  const before = new Map(childrenOf(workerPid).map((pid) => [pid, cpuTicks(pid)]));
  await sleep(500);
  const grown = [...before].map(([pid, ticks]) => ({ pid, by: cpuTicks(pid) - ticks }));
  return grown.toSorted((one, other) => other.by - one.by)[0]?.pid as number;
}
