import assert from "node:assert/strict";
import { setTimeout as sleep } from "node:timers/promises";
import { assertDiaryOnce } from "./effects.ts";
import { defineFault } from "./fault.ts";
import { isAlive } from "./processes.ts";

const RUNS = 10;
const ITEMS = 80;
const SECONDS = 30;

export const fault = defineFault({
  id: "F20",
  title: `all backends are terminated every second for ${SECONDS} s under ${RUNS} runs`,
  atOnce: 3,
  round: async (site) => {
    const worker = await site.startWorker();
    const web = await site.startWeb();
    const ids = await Promise.all(
      Array.from({ length: RUNS }, () => site.start("diary", { items: ITEMS, everyMs: 100 })),
    );
    let terminated = 0;
    for (let second = 0; second < SECONDS; second += 1) {
      await sleep(500 + site.random() * 1_000);
      const gone = await site.sql`
        select pg_terminate_backend(pid) from pg_stat_activity
        where datname = current_database() and usename in ('nightshift_worker', 'nightshift_web')`;
      terminated += gone.length;
    }
    const overMs = performance.now();
    for (const id of ids) {
      const run = await site.reaches(id, "completed", 60);
      assert.deepEqual([run.attempt, run.message], [1, `${ITEMS} created`]);
      await assertDiaryOnce(site, id, ITEMS);
    }
    const doneSeconds = (performance.now() - overMs) / 1000;
    for (const program of [worker, web]) {
      assert.ok(program.isAlive, "a process ended");
      assert.doesNotMatch(program.output, /unhandled|uncaught|"level":60/i);
    }
    assert.ok(isAlive(worker.workerPid));
    assert.ok((await fetch(`${web.url}/api/health/ready`)).ok, "the web is not well again");
    return { "connections ended": terminated, "all done after that (s)": doneSeconds };
  },
});
