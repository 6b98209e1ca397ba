import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { stopRun } from "#lib/runs/stop.ts";
import { Bench } from "./testing/bench.ts";

let bench: Bench;
before(async () => void (bench = await Bench.open("ahead")));
after(() => bench.close());

const small = (many: number) =>
  Promise.all(Array.from({ length: many }, () => bench.start("sleepy", { ms: 0 })));

const factsOf = (ids: number[]) => bench.sql`
  select r.status, r.attempt, count(*) filter (where a.outcome = 'completed')::int as completed
  from runs r join attempts a on a.run_id = r.id where r.id = any(${ids}) group by r.id`;

/** A worker of one slot that learns from a backlog that its runs are small, until one comes that is not. */
async function blockedWorker(behind: number) {
  await small(150);
  const long = await bench.start("sleepy", { ms: 60_000 });
  const ids = await small(behind);
  const worker = await bench.worker({ WORKER_SLOTS: "1", WORKER_NAME: "first" });
  await bench.reaches(long, "running");
  await bench.until("some to be taken ahead of a place", async () => {
    const [row] = await bench.sql`
      select count(*)::int as n from runs where id = any(${ids}) and status = 'running'`;
    return (row?.["n"] as number) > 5;
  });
  return { worker, long, ids };
}

test("small runs that were taken ahead go elsewhere when one before them turns out long; each is done once", async () => {
  const { worker, long, ids } = await blockedWorker(80);
  const second = await bench.worker({ WORKER_SLOTS: "1", WORKER_NAME: "second" });
  for (const id of ids) await bench.reaches(id, "completed");
  const facts = await factsOf(ids);
  assert.equal(facts.length, ids.length);
  for (const run of facts)
    assert.deepEqual([run["status"], run["attempt"], run["completed"]], ["completed", 1, 1]);
  await stopRun(bench.viewer, { runId: long });
  await bench.reaches(long, "stopped");
  for (const one of [worker, second]) await bench.end(one);
});

test("a worker that ends gives back what it took ahead, and no attempt is counted", async () => {
  const { worker, long, ids } = await blockedWorker(80);
  await bench.end(worker);
  const rows = await bench.sql`select status from runs where id = any(${[long, ...ids]})`;
  assert.deepEqual([...new Set(rows.map((row) => row["status"] as string))], ["queued"]);
  const second = await bench.worker({ WORKER_SLOTS: "2" });
  for (const id of ids) await bench.reaches(id, "completed");
  assert.ok((await factsOf(ids)).every((run) => run["attempt"] === 1 && run["completed"] === 1));
  await bench.end(second);
});

test("kill -9 among many small runs: every one is done, every effect once", async () => {
  const ids = await Promise.all(
    Array.from({ length: 300 }, (_, at) =>
      bench.start("count", { rows: 1, prefix: `small-${at}-` }),
    ),
  );
  const effects = async () => {
    const [row] = await bench.sql`
      select count(*)::int as n, count(distinct sku)::int as skus from products where created_by_run = any(${ids})`;
    return [row?.["n"] as number, row?.["skus"] as number];
  };
  for (const enough of [40, 120]) {
    const worker = await bench.worker({ WORKER_SLOTS: "2" });
    await bench.until("a part", async () => ((await effects())[0] as number) >= enough);
    await bench.end(worker, "SIGKILL");
  }
  const last = await bench.worker({ WORKER_SLOTS: "2" });
  await bench.until(
    "the rest",
    async () => {
      const [row] = await bench.sql`
        select count(*)::int as n from runs where id = any(${ids}) and status <> 'completed'`;
      return row?.["n"] === 0;
    },
    60,
  );
  assert.deepEqual(await effects(), [300, 300]);
  await bench.end(last);
});
