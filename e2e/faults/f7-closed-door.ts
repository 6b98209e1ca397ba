import assert from "node:assert/strict";
import { setTimeout as sleep } from "node:timers/promises";
import { defineFault } from "./fault.ts";

const RUNS = 50;

export const fault = defineFault({
  id: "F7",
  title: `${RUNS} runs are started while a worker is in its grace period`,
  atOnce: 4,
  round: async (site) => {
    const worker = await site.startWorker();
    const busy = await site.start("diary", { items: 10_000, everyMs: 100, obeys: false });
    await site.reaches(busy, "running");
    await sleep(site.random() * 2_000);
    const gone = worker.end("SIGTERM");
    await site.until("its grace period", async () => {
      const [row] = await site.sql`select 1 from workers where state = 'draining'`;
      return row;
    });
    const ids: number[] = [];
    for (let run = 0; run < RUNS; run += 1) {
      ids.push(await site.start("sleepy", { ms: 1 }));
      await sleep(site.random() * 100);
    }
    assert.ok(worker.isAlive, "the grace period was over before the last one was started");
    const exitSeconds = (await gone) / 1000;
    const [row] = await site.sql`
      select count(*) filter (where status = 'queued' and claim = 0)::int as waiting,
        (select count(*) from attempts where run_id = any(${ids}))::int as attempts
      from runs where id = any(${ids})`;
    assert.deepEqual(row, { waiting: RUNS, attempts: 0 });
    return { started: 0, "exit (s)": exitSeconds };
  },
});
