import assert from "node:assert/strict";
import { setTimeout as sleep } from "node:timers/promises";
import { Proxy } from "#jobs/runtime/testing/proxy.ts";
import { assertDiaryOnce, doubleLines } from "./effects.ts";
import { defineFault } from "./fault.ts";

const ITEMS = 60;
const SECONDS = 60;

export const fault = defineFault({
  id: "F3",
  title: "answers to COMMIT are lost, again and again",
  atOnce: 3,
  round: async (site) => {
    const url = process.env["DATABASE_URL_WORKER"] as string;
    const proxy = await Proxy.before(url);
    const worker = await site.startWorker({ DATABASE_URL_WORKER: proxy.through(url) });
    const id = await site.start("diary", { items: ITEMS, everyMs: 50 });
    const untilMs = performance.now() + SECONDS * 1000;
    while (performance.now() < untilMs && (await site.run(id)).status !== "completed") {
      await sleep(site.random() * 600);
      proxy.swallowCommits = 1 + Math.floor(site.random() * 2);
    }
    proxy.swallowCommits = 0;
    const run = await site.reaches(id, "completed", 60);
    assert.deepEqual([run.attempt, run.message], [1, `${ITEMS} created`]);
    await assertDiaryOnce(site, id, ITEMS);
    assert.equal(await doubleLines(site, id), 0, "lines stand twice");
    assert.ok(worker.isAlive);
    assert.ok(proxy.swallowedCount >= 5, `${proxy.swallowedCount} answers were lost`);
    await worker.end("SIGKILL");
    proxy.close();
    return { "answers lost": proxy.swallowedCount, claims: run.claim };
  },
});
