import assert from "node:assert/strict";
import { setTimeout as sleep } from "node:timers/promises";
import { defineFault } from "./fault.ts";

const RUNS = 3;
const ITEMS = 12;

export const fault = defineFault({
  id: "F4",
  title: `SIGTERM while ${RUNS} runs checkpoint each second`,
  atOnce: 3,
  inTests: true,
  round: async (site) => {
    const first = await site.startWorker();
    const ids = await Promise.all(
      Array.from({ length: RUNS }, () => site.start("diary", { items: ITEMS, everyMs: 1_000 })),
    );
    for (const id of ids) await site.until("a product", async () => await site.products(id));
    await sleep(site.random() * 5_000);
    const exitSeconds = (await first.end("SIGTERM")) / 1000;
    assert.ok(exitSeconds <= 20, `it exited after ${exitSeconds} s`);
    assert.equal(first.exitCode, 0);
    for (const id of ids) {
      const { status, attempt } = await site.run(id);
      assert.deepEqual([status, attempt], ["queued", 1], "handed over");
    }
    await site.startWorker();
    const standsMs = performance.now();
    for (const id of ids) await site.reaches(id, "running", 30);
    const goesOnSeconds = (performance.now() - standsMs) / 1000;
    assert.ok(goesOnSeconds <= 5, `the next worker goes on after ${goesOnSeconds} s`);
    for (const id of ids) {
      const run = await site.reaches(id, "completed", 60);
      assert.deepEqual([run.attempt, run.claim, run.message], [1, 2, `${ITEMS} created`]);
      assert.equal(await site.products(id), ITEMS, "every effect once");
    }
    return { "exit (s)": exitSeconds, "goes on (s)": goesOnSeconds };
  },
});
