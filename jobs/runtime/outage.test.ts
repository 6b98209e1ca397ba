import assert from "node:assert/strict";
import { after, afterEach, before, test } from "node:test";
import { setTimeout as sleep } from "node:timers/promises";
import { Bench } from "./testing/bench.ts";
import { Proxy } from "./testing/proxy.ts";

let bench: Bench;
let proxy: Proxy;

before(async () => {
  bench = await Bench.open("outage");
  proxy = await Proxy.before(process.env["DATABASE_URL_WORKER"] as string);
});

afterEach(() => bench.killWorkers());

after(async () => {
  proxy.close();
  await bench.close();
});

const throughProxy = (env: Record<string, string> = {}) =>
  bench.worker({
    DATABASE_URL_WORKER: proxy.through(process.env["DATABASE_URL_WORKER"] as string),
    LOG_LEVEL: "error",
    ...env,
  });

async function effects(id: number): Promise<number[]> {
  const [row] =
    await bench.sql`select count(*)::int as n, count(distinct sku)::int as skus from products where created_by_run = ${id}`;
  return [Number(row?.["n"]), Number(row?.["skus"])];
}

type Checkpoint = { state?: { next: number } } | null;
const checkpointOf = async (id: number) => (await bench.run(id))["checkpoint"] as Checkpoint;

test("all connections are ended again and again: every run completes, every effect once", async () => {
  const worker = await bench.worker({ LOG_LEVEL: "error" });
  const ids = await Promise.all(
    [1, 2, 3].map((n) =>
      bench.start("count", {
        rows: 1_500,
        perChunk: 25,
        pauseMs: 20,
        prefix: `cut${n}-`,
        refuseEvery: 90,
      }),
    ),
  );
  for (let round = 0; round < 5; round += 1) {
    await sleep(500);
    await bench.sql`select pg_terminate_backend(pid) from pg_stat_activity where datname = current_database() and usename = 'nightshift_worker'`;
  }
  for (const id of ids) {
    const run = await bench.reaches(id, "completed-with-warnings", 40);
    assert.deepEqual([run.claim, run.attempt, run.message], [1, 1, "1,483 created, 17 invalid"]);
    assert.deepEqual(await effects(id), [1_500, 1_500]);
    const [issues] =
      await bench.sql`select count(*)::int as n, (select issue_count from issue_groups where run_id = ${id}) as grouped from issues where run_id = ${id}`;
    assert.deepEqual([issues?.["n"], issues?.["grouped"]], [17, 17]);
  }
  assert.equal(worker.exitCode, null);
  await bench.end(worker);
});

test("a handler that ends while the database is away is not run again", async () => {
  const worker = await throughProxy({ WORKER_LOST_SECONDS: "30" });
  const id = await bench.start("sleepy", { ms: 1_000 });
  await bench.reaches(id, "running");
  proxy.cut();
  await sleep(4_000);
  assert.equal((await bench.run(id)).status, "running");
  proxy.heal();
  const run = await bench.reaches(id, "completed", 10);
  assert.deepEqual([run.claim, run.attempt], [1, 1]);
  const next = await bench.start("sleepy", { ms: 1 });
  await bench.reaches(next, "completed", 10);
  await bench.end(worker);
});

test("a frozen network: the run goes elsewhere, every effect once, and the old worker ends after the thaw", async () => {
  const frozen = await throughProxy();
  const id = await bench.start("count", {
    rows: 3_000,
    perChunk: 30,
    pauseMs: 20,
    prefix: "frozen",
  });
  await bench.until("a checkpoint", async () => (await bench.run(id))["checkpoint"]);
  const other = await bench.worker();
  proxy.freeze();
  await bench.until("the next attempt", async () => (await bench.run(id)).attempt === 2, 15);
  proxy.thaw();
  await bench.until("the end of the old worker", async () => frozen.exitCode !== null, 6);
  const run = await bench.reaches(id, "completed", 30);
  assert.equal(run.message, "3,000 created");
  assert.deepEqual(await effects(id), [3_000, 3_000]);
  await bench.end(other);
});

test("answers to COMMIT that are lost: what was written is read back, nothing is written twice", async () => {
  const worker = await throughProxy({ WORKER_LOST_SECONDS: "30" });
  const id = await bench.start("count", {
    rows: 600,
    perChunk: 20,
    pauseMs: 20,
    prefix: "swallowed",
    refuseEvery: 30,
  });
  // Not before: a claim whose answer is lost is given back, and this is about what a run writes.
  await bench.reaches(id, "running");
  proxy.swallowCommits = 12;
  const run = await bench.reaches(id, "completed-with-warnings", 40);
  assert.deepEqual([run.claim, run.attempt, run.message], [1, 1, "580 created, 20 invalid"]);
  assert.deepEqual(await effects(id), [600, 600]);
  const [issues] =
    await bench.sql`select count(*)::int as n, (select issue_count from issue_groups where run_id = ${id}) as grouped from issues where run_id = ${id}`;
  assert.deepEqual([issues?.["n"], issues?.["grouped"]], [20, 20]);
  assert.ok(proxy.swallowedCount > 5, `${proxy.swallowedCount}`);
  await bench.end(worker);
});

test("a full disk: the run waits at its checkpoint and goes on, nothing half written", async () => {
  const worker = await bench.worker({ LOG_LEVEL: "error" });
  const id = await bench.start("count", { rows: 1_000, perChunk: 20, pauseMs: 20, prefix: "full" });
  // The step before leaves a checkpoint too, without a state of the handler's.
  await bench.until("a chunk", async () => (await checkpointOf(id))?.state);
  await bench.sql`create function refuse() returns trigger language plpgsql as $$ begin raise exception 'no room' using errcode = '53100'; end $$`;
  await bench.sql`create trigger disk_full before insert or update on steps for each row execute function refuse()`;
  await sleep(1_500);
  const [written] = await effects(id);
  const checkpoint = await checkpointOf(id);
  await bench.sql`drop trigger disk_full on steps`;
  assert.equal(checkpoint?.state?.next, written);
  const run = await bench.reaches(id, "completed", 20);
  assert.deepEqual(
    [run.attempt, run.message, await effects(id)],
    [1, "1,000 created", [1_000, 1_000]],
  );
  const lines =
    await bench.sql`select message from log_lines where run_id = ${id} and message like '%no room left%'`;
  assert.ok(lines.length > 0);
  await bench.end(worker);
});

test("a deadlock is tried again, and what the body noted counts once", async () => {
  const worker = await bench.worker({ LOG_LEVEL: "error" });
  await bench.sql`create sequence trial_turns`;
  await bench.sql`grant usage on sequence trial_turns to nightshift_worker`;
  await bench.sql`create function deadlock() returns trigger language plpgsql as $$
    begin if nextval('trial_turns') % 2 = 1 then raise exception 'trial' using errcode = '40P01'; end if; return null; end $$`;
  await bench.sql`create trigger deadlocks after insert on products for each statement execute function deadlock()`;
  const id = await bench.start("count", {
    rows: 200,
    perChunk: 20,
    prefix: "dead",
    refuseEvery: 10,
  });
  const run = await bench.reaches(id, "completed-with-warnings");
  await bench.sql`drop trigger deadlocks on products`;
  assert.deepEqual(
    [run.message, run["issue_count"], await effects(id)],
    ["180 created, 20 invalid", 20, [200, 200]],
  );
  await bench.end(worker);
});
