import assert from "node:assert/strict";
import { setTimeout as sleep } from "node:timers/promises";
import { assertDiaryOnce } from "./effects.ts";
import { defineFault } from "./fault.ts";

const ITEMS = 150;
const LATER = 10;

export const fault = defineFault({
  id: "F42",
  title: "the row of a live worker is deleted",
  atOnce: 4,
  round: async (site) => {
    const worker = await site.startWorker();
    const id = await site.start("diary", { items: ITEMS, everyMs: 100 });
    await site.until("a product", async () => await site.products(id));
    await sleep(site.random() * 3_000);
    await site.sql`delete from workers where id = ${worker.id}`;
    const beganMs = performance.now();
    const later = await Promise.all(
      Array.from({ length: LATER }, () => site.start("diary", { items: 1, everyMs: 1 })),
    );
    await site.until("its end", async () => !worker.isAlive, 30);
    const endedSeconds = (performance.now() - beganMs) / 1000;
    const [row] = await site.sql`
      select count(*)::int as n from attempts where run_id = any(${later})`;
    assert.equal(row?.["n"], 0, "it went on claiming");
    assert.ok(endedSeconds <= 10, `it ended after ${endedSeconds} s`);
    await site.startWorker();
    for (const runId of later) await site.reaches(runId, "completed", 30);
    const run = await site.reaches(id, "completed", 60);
    assert.deepEqual([run.attempt, run.message], [2, `${ITEMS} created`]);
    await assertDiaryOnce(site, id, ITEMS);
    return { "claimed after it": 0, "ended (s)": endedSeconds };
  },
});
