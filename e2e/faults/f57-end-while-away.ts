import assert from "node:assert/strict";
import { setTimeout as sleep } from "node:timers/promises";
import { Proxy } from "#jobs/runtime/testing/proxy.ts";
import { assertDiaryOnce } from "./effects.ts";
import { defineFault } from "./fault.ts";
import type { Site } from "./site.ts";

const AWAY_SECONDS = 20;

export const fault = defineFault({
  id: "F57",
  title: `a handler ends while Postgres is away ${AWAY_SECONDS} s: nobody took its run, or somebody did`,
  atOnce: 3,
  round: async (site) => {
    const url = process.env["DATABASE_URL_WORKER"] as string;
    const proxy = await Proxy.before(url);
    const away = await site.startWorker({ DATABASE_URL_WORKER: proxy.through(url) });
    const acceptedSeconds = await withNobodyElse(site, proxy);
    await site.startWorker({ WORKER_SLOTS: "1" });
    await withAnother(site, proxy, away.id);
    proxy.close();
    return { "accepted after it was back (s)": acceptedSeconds };
  },
});

/** Its end is told later, and it does not run again. */
async function withNobodyElse(site: Site, proxy: Proxy): Promise<number> {
  const id = await site.start("sleepy", { ms: 2_000, lines: 3 });
  await site.reaches(id, "running");
  await sleep(500 + site.random() * 1_000);
  proxy.cut();
  await sleep(AWAY_SECONDS * 1000);
  assert.equal((await site.run(id)).status, "running");
  proxy.heal();
  const healedMs = performance.now();
  const run = await site.reaches(id, "completed", 60);
  const seconds = (performance.now() - healedMs) / 1000;
  assert.deepEqual([run.claim, run.attempt], [1, 1], "no rerun");
  return seconds;
}

/** Its end is refused: the run belongs to the other one. */
async function withAnother(site: Site, proxy: Proxy, awayId: string): Promise<void> {
  const id = await startAt(site, awayId);
  await sleep(site.random() * 1_000);
  proxy.cut();
  await sleep(AWAY_SECONDS * 1000);
  assert.equal((await site.run(id)).attempt, 2, "the other one has it");
  proxy.heal();
  const run = await site.reaches(id, "completed", 60);
  assert.deepEqual([run.claim, run.attempt], [2, 2]);
  await sleep(2_000);
  await assertDiaryOnce(site, id, 30);
  const attempts = await site.sql`
    select outcome from attempts where run_id = ${id} order by claim`;
  assert.deepEqual(
    attempts.map((row) => row["outcome"]),
    ["interrupted", "completed"],
  );
}

/** A run that the worker with this id has taken; others are let go. */
async function startAt(site: Site, workerId: string): Promise<number> {
  for (;;) {
    const id = await site.start("diary", { items: 30, everyMs: 100 });
    const run = await site.reaches(id, "running");
    if (run["worker_id"] === workerId) return id;
    await site.reaches(id, "completed");
  }
}
