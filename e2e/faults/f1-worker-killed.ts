import assert from "node:assert/strict";
import { attemptsOf } from "#lib/runs/attempts.ts";
import { read } from "#lib/access/transact.ts";
import { childrenOf, isAlive } from "./processes.ts";
import { defineFault } from "./fault.ts";
import { startImport } from "./product-file.ts";
import type { Site, Worker } from "./site.ts";

const ROWS = 100_000;
/** The import's own. */
const ROWS_PER_CHECKPOINT = 1_000;
const ALL = ROWS.toLocaleString("en");

export const fault = defineFault({
  id: "F1",
  title: `kill -9 of the worker in an import of ${ROWS} rows, a checkpoint per ${ROWS_PER_CHECKPOINT}`,
  inTests: true,
  maxSeconds: 300,
  round: async (site) => {
    const workers = [await site.startWorker(), await site.startWorker()];
    const id = await startImport(site, ROWS);
    const killAfter = Math.floor((0.05 + site.random() * 0.8) * ROWS);
    await site.until(`${killAfter} rows`, async () => (await written(site, id)) >= killAfter, 120);
    const victim = await holderOf(site, id, workers);
    const children = childrenOf(victim.workerPid);
    assert.ok(children.length > 0);
    const atKill = await written(site, id);
    process.kill(victim.workerPid, "SIGKILL");
    const killedMs = performance.now();
    await site.until("its children's end", async () => !children.some(isAlive), 30);
    const childrenSeconds = (performance.now() - killedMs) / 1000;
    const left = await written(site, id);
    const resumed = await site.until(
      "the next attempt",
      async () => {
        const run = await site.run(id);
        return run.attempt === 2 && run.status === "running" && run;
      },
      60,
    );
    const resumedSeconds = (performance.now() - killedMs) / 1000;
    assert.equal(resumed.claim, 2);
    await assertWhole(site, id, left);
    assert.ok(left >= atKill && left % ROWS_PER_CHECKPOINT === 0, `${left} rows at its end`);
    assert.ok(childrenSeconds <= 1, `its children ended after ${childrenSeconds} s`);
    assert.ok(resumedSeconds <= 15, `resumed after ${resumedSeconds} s`);
    return { "children ended (s)": childrenSeconds, "resumed (s)": resumedSeconds, "at row": left };
  },
});

async function written(site: Site, id: number): Promise<number> {
  const [row] = await site.sql`
    select (checkpoint -> 'state' ->> 'written')::int as n from runs where id = ${id}`;
  return (row?.["n"] as number | null) ?? 0;
}

async function holderOf(site: Site, id: number, workers: Worker[]): Promise<Worker> {
  const { worker_id: holder } = await site.run(id);
  return workers.find((worker) => worker.id === holder) as Worker;
}

/** Every row once, the second attempt from where the first one left off, and the page says why there was one. */
async function assertWhole(site: Site, id: number, left: number): Promise<void> {
  const run = await site.reaches(id, "completed", 150);
  assert.deepEqual([run.attempt, run.message], [2, `${ALL} read, ${ALL} created`]);
  const [found] = await site.sql`
    select count(*)::int as rows, count(distinct sku)::int as skus from products where domain_id = ${site.domainId}`;
  assert.deepEqual(found, { rows: ROWS, skus: ROWS });
  const steps = await site.sql`
    select name, progress_done::int as done from steps where run_id = ${id} order by position`;
  assert.deepEqual(steps[0], { name: "check-file", done: ROWS }, "of a step before the kill");
  const lines = await site.sql`
    select message from log_lines where run_id = ${id} and message like 'goes on after%'`;
  const said = lines.map((line) => String(line["message"]).replaceAll("\u00a0", " "));
  assert.deepEqual(said, [`goes on after ${left.toLocaleString("en")} rows`]);
  const shown = await read(site.viewer, (tx) => attemptsOf(tx, id));
  assert.deepEqual(
    shown.map(({ attempt, outcome, errorCode }) => [attempt, outcome, errorCode]),
    [
      [1, "interrupted", "worker-lost"],
      [2, "completed", null],
    ],
  );
  assert.match(String(shown[0]?.errorMessage), /^The worker .+ was lost\.$/);
}
