import assert from "node:assert/strict";
import { setTimeout as sleep } from "node:timers/promises";
import { defineFault } from "./fault.ts";
import { isAlive } from "./processes.ts";

const NEIGHBOURS = 3;
/** Where the memory goes: Node's own heap, or buffers, which no limit of Node's holds. */
const KINDS = ["heap", "buffers"];

export const fault = defineFault({
  id: "F8",
  title: `a handler allocates without end beside ${NEIGHBOURS} neighbours`,
  inTests: true,
  round: async (site, round) => {
    const worker = await site.startWorker();
    const neighbours = await Promise.all(
      Array.from({ length: NEIGHBOURS }, () =>
        site.start("diary", { items: 100, everyMs: 100 + site.random() * 50 }),
      ),
    );
    for (const id of neighbours) await site.reaches(id, "running");
    await sleep(site.random() * 2_000);
    const startedMs = performance.now();
    const id = await site.start("misbehave", { how: KINDS[round % KINDS.length] });
    const run = await site.reaches(id, "failed", 90);
    const deadSeconds = (performance.now() - startedMs) / 1000;
    assert.equal(run["error_code"], "out-of-memory");
    assert.match(String(run["error_message"]), /ran out of memory: it may use 512 MB/);
    assert.ok(worker.isAlive && isAlive(worker.workerPid), "the worker went with it");
    for (const neighbour of neighbours) {
      const { attempt, claim } = await site.reaches(neighbour, "completed", 60);
      assert.deepEqual([attempt, claim, await site.products(neighbour)], [1, 1, 100]);
    }
    const workers = await site.sql`select pid from workers`;
    assert.deepEqual([...workers], [{ pid: worker.workerPid }]);
    return { "two attempts dead (s)": deadSeconds, attempts: run.attempt };
  },
});
