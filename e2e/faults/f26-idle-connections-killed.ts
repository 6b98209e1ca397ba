import assert from "node:assert/strict";
import { setTimeout as sleep } from "node:timers/promises";
import { defineFault } from "./fault.ts";
import { LogReader } from "./log-reader.ts";
import { descendantsOf } from "./memory.ts";
import type { Program } from "./program.ts";

const KILLS = 10;
const ROWS = 60;

export const fault = defineFault({
  id: "F26",
  title: `Idle database connections of every process are killed, ${KILLS} times`,
  atOnce: 3,
  round: async (site) => {
    const worker = await site.startWorker();
    const web = await site.startWeb();
    const person = await site.person(web, "operator");
    const parameters = { rows: ROWS, perChunk: 1, pauseMs: 200, prefix: "f26-" };
    const id = await site.start("count", parameters);
    await site.reaches(id, "running");
    // The web process listens as soon as somebody reads along.
    const reader = new LogReader(person, id);
    const processes = [web.webPid, worker.workerPid];
    const handlers = descendantsOf(worker.workerPid);
    let killed = 0;
    for (let kill = 0; kill < KILLS; kill += 1) {
      await sleep(200 + site.random() * 800);
      const rows = await site.sql`
        select pg_terminate_backend(pid) from pg_stat_activity where datname = current_database()
          and usename in ('nightshift_web', 'nightshift_worker') and state = 'idle'`;
      killed += rows.length;
      const page = await person.request("/process-tracker");
      assert.equal(page.status, 200, "the next page finds a connection");
    }
    const run = await site.reaches(id, ["completed"], 60);
    assert.deepEqual([run.attempt, run.claim], [1, 1]);
    await reader.ended();
    const [row] =
      await site.sql`select count(*)::int as n from products where created_by_run = ${id}`;
    assert.equal(row?.["n"], ROWS);
    assert.ok([...processes, ...handlers].every(isThere), "a process ended");
    const counted = { web: losses(web), worker: losses(worker) };
    assert.ok(counted.web > 0 && counted.worker > 0, JSON.stringify(counted));
    return { killed, "losses told by the web": counted.web, "by the worker": counted.worker };
  },
});

function isThere(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch {
    return false;
  }
}

/** Each kind of loss is told when it begins, not at each try to make it good. */
const losses = (program: Program) =>
  program.output.split("\n").filter((line) => line.includes('"level":40')).length;
