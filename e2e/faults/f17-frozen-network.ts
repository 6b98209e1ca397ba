import assert from "node:assert/strict";
import { setTimeout as sleep } from "node:timers/promises";
import { Proxy } from "#jobs/runtime/testing/proxy.ts";
import { assertDiaryOnce } from "./effects.ts";
import { defineFault } from "./fault.ts";

const ITEMS = 400;
const FROZEN_SECONDS = 20;

export const fault = defineFault({
  id: "F17",
  title: `a worker's network is frozen ${FROZEN_SECONDS} s, then thaws`,
  atOnce: 4,
  round: async (site) => {
    const url = process.env["DATABASE_URL_WORKER"] as string;
    const proxy = await Proxy.before(url);
    const frozen = await site.startWorker({ DATABASE_URL_WORKER: proxy.through(url) });
    const id = await site.start("diary", { items: ITEMS, everyMs: 100 });
    await site.until("a product", async () => await site.products(id));
    const other = await site.startWorker();
    await sleep(site.random() * 4_000);
    proxy.freeze();
    const frozenAt = Date.now();
    await sleep(FROZEN_SECONDS * 1000);
    const taken = await site.run(id);
    assert.deepEqual([taken.attempt, taken["worker_id"]], [2, other.id], "it went elsewhere");
    const [before] = await site.sql`
      select count(*)::int as n from products where created_by_run = ${id} and name = 'attempt 1'`;
    proxy.thaw();
    const thawedMs = performance.now();
    await site.until("the end of the frozen worker", async () => !frozen.isAlive, 30);
    const endedSeconds = (performance.now() - thawedMs) / 1000;
    const outSeconds = (saidAt(frozen.output, "the lease is out") - frozenAt) / 1000;
    const run = await site.reaches(id, "completed", 90);
    assert.deepEqual([run.attempt, run.message], [2, `${ITEMS} created`]);
    await assertDiaryOnce(site, id, ITEMS);
    const [after] = await site.sql`
      select count(*)::int as n from products where created_by_run = ${id} and name = 'attempt 1'`;
    assert.deepEqual(after, before, "attempt 1 wrote after its lease was out");
    assert.ok(outSeconds <= 10, `the lease was out after ${outSeconds} s`);
    assert.ok(endedSeconds <= 5, `the frozen worker ended ${endedSeconds} s after the thaw`);
    proxy.close();
    return { "stops writing (s)": outSeconds, "ends after the thaw (s)": endedSeconds };
  },
});

/** When a program said this, in ms. */
function saidAt(output: string, words: string): number {
  const line = output.split("\n").find((one) => one.includes(words));
  return Date.parse((JSON.parse(line ?? "{}") as { time: string }).time);
}
