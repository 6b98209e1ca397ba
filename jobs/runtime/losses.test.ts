import "./testing/quick.ts";
import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { after, afterEach, before, test } from "node:test";
import { setTimeout as sleep } from "node:timers/promises";
import postgres from "postgres";
import { stopRun } from "#lib/runs/stop.ts";
import { sweepRuns } from "#lib/runs/sweep.ts";
import { sessionName } from "#lib/workers/sessions.ts";
import { Bench } from "./testing/bench.ts";

let bench: Bench;

before(async () => {
  bench = await Bench.open("losses");
});

afterEach(() => bench.killWorkers());

after(() => bench.close());

const effectsOf = async (id: number) =>
  (await bench.sql`select count(*)::int as n from products where created_by_run = ${id}`)[0]?.["n"];

const pidsOf = (parent: number) =>
  execFileSync("ps", ["-eo", "pid,ppid"], { encoding: "utf8" })
    .split("\n")
    .map((line) => line.trim().split(/\s+/).map(Number))
    .flatMap(([pid, ppid]) => (ppid === parent ? [pid as number] : []));

/** Not gone, and not merely waiting for its parent to notice. */
function isAlive(pid: number): boolean {
  try {
    return !/^State:\s+Z/m.test(readFileSync(`/proc/${pid}/status`, "utf8"));
  } catch {
    return false;
  }
}

test("kill -9 of the worker: the run goes on elsewhere from its checkpoint, every effect once", async () => {
  const first = await bench.worker();
  const id = await bench.start("count", {
    rows: 3_000,
    perChunk: 50,
    pauseMs: 20,
    refuseEvery: 70,
    prefix: "lost",
  });
  await bench.until(
    "a checkpoint",
    async () => (await bench.run(id))["checkpoint"] && (await effectsOf(id)) > 300,
  );
  const second = await bench.worker();
  await bench.end(first, "SIGKILL");
  const diedMs = performance.now();
  const resumed = await bench.until("the next attempt", async () => {
    const run = await bench.run(id);
    return run.attempt === 2 && run;
  });
  console.log(
    `resumed ${Math.round(performance.now() - diedMs)} ms after kill -9 with WORKER_LOST_SECONDS=3`,
  );
  assert.equal(resumed.status, "running");
  const run = await bench.reaches(id, "completed-with-warnings", 30);
  assert.equal(await effectsOf(id), 3_000);
  assert.equal(run.message, "2,957 created, 43 invalid");
  const [issues] =
    await bench.sql`select count(*)::int as n, count(distinct row_number)::int as rows from issues where run_id = ${id}`;
  assert.deepEqual([issues?.["n"], issues?.["rows"]], [43, 43]);
  const [group] = await bench.sql`select issue_count from issue_groups where run_id = ${id}`;
  assert.equal(group?.["issue_count"], 43);
  const attempts =
    await bench.sql`select attempt, outcome, error_code from attempts where run_id = ${id} order by claim`;
  assert.deepEqual(
    attempts.map((row) => [row["attempt"], row["outcome"], row["error_code"]]),
    [
      [1, "interrupted", "worker-lost"],
      [2, "completed-with-warnings", null],
    ],
  );
  await bench.end(second);
});

test("children of a killed worker are gone within a second", async () => {
  const worker = await bench.worker();
  const id = await bench.start("misbehave", { how: "busy", seconds: 30 });
  await bench.reaches(id, "running");
  const children = pidsOf(worker.pid as number);
  assert.equal(children.length, 2);
  await bench.end(worker, "SIGKILL");
  await sleep(1_000);
  assert.deepEqual(children.filter(isAlive), []);
  await bench.sql`update runs set status = 'cancelled' where id = ${id}`;
});

test("SIGTERM hands over without counting an attempt; the next worker goes on", async () => {
  const first = await bench.worker();
  const id = await bench.start("count", {
    rows: 2_000,
    perChunk: 50,
    pauseMs: 20,
    prefix: "handed",
  });
  const stubborn = await bench.start("sleepy", { ms: 3_000, obeys: false });
  await bench.until("a checkpoint", async () => (await bench.run(id))["checkpoint"]);
  await bench.reaches(stubborn, "running");
  const tookMs = await bench.end(first);
  assert.ok(tookMs < 9_000, `${tookMs} ms`);
  for (const run of [await bench.run(id), await bench.run(stubborn)]) {
    assert.deepEqual([run.status, run.attempt], ["queued", 1]);
  }
  const second = await bench.worker();
  const run = await bench.reaches(id, "completed");
  assert.deepEqual(
    [run.attempt, run.claim, run.message, await effectsOf(id)],
    [1, 2, "2,000 created", 2_000],
  );
  assert.equal((await bench.reaches(stubborn, "completed")).attempt, 1);
  const [handed] = await bench.sql`select outcome from attempts where run_id = ${id} and claim = 1`;
  assert.equal(handed?.["outcome"], "handed-over");
  await bench.end(second);
});

test("a second SIGTERM does not wait for the grace time", async () => {
  const worker = await bench.worker({ STOP_GRACE_SECONDS: "10" });
  const id = await bench.start("sleepy", { ms: 60_000, obeys: false });
  await bench.reaches(id, "running");
  setTimeout(() => worker.kill("SIGTERM"), 200);
  const tookMs = await bench.end(worker);
  assert.ok(tookMs < 3_000, `${tookMs} ms`);
  assert.deepEqual([(await bench.run(id)).status, (await bench.run(id)).attempt], ["queued", 1]);
  await bench.sql`update runs set status = 'cancelled' where id = ${id}`;
});

test("a worker that drains starts nothing", async () => {
  const worker = await bench.worker({ STOP_GRACE_SECONDS: "1" });
  const busy = await bench.start("sleepy", { ms: 60_000, obeys: false });
  await bench.reaches(busy, "running");
  const gone = bench.end(worker);
  await sleep(100);
  const ids = await Promise.all([1, 2, 3].map(() => bench.start("sleepy", { ms: 1 })));
  await gone;
  for (const id of ids)
    assert.deepEqual([(await bench.run(id)).status, (await bench.run(id)).claim], ["queued", 0]);
  await bench.sql`update runs set status = 'cancelled' where status = 'queued'`;
});

test("what the sessions of a lost worker hold is let go, its runs' rows and the sweep's own lock", async () => {
  const frozen = await bench.worker();
  const id = await bench.start("sleepy", { ms: 60_000, obeys: false });
  await bench.reaches(id, "running");
  const { worker_id: workerId } = await bench.run(id);
  frozen.kill("SIGSTOP");
  // As one that froze within a statement: the server ends it for no silence of its own.
  const session = postgres(process.env["DATABASE_URL_WORKER"] as string, {
    max: 1,
    connection: { application_name: sessionName(String(workerId)) },
  });
  const held = session.begin(async (tx) => {
    await tx`select set_config('app.domains', '*', true), set_config('app.installation', 'on', true)`;
    const locked = await tx`select id from runs where id = ${id} for update`;
    assert.equal(locked.length, 1);
    await tx`select pg_advisory_xact_lock(hashtext('nightshift sweep'))`;
    await sleep(60_000, undefined, { ref: false });
  });
  const cutOff = assert.rejects(held, /terminating connection|CONNECTION_CLOSED/);
  await bench.worker();
  await bench.until("the next attempt", async () => (await bench.run(id)).attempt === 2, 20);
  await cutOff;
  await session.end();
  await bench.end(frozen, "SIGKILL");
});

test("a worker whose row is gone stops, and its runs go elsewhere", async () => {
  const worker = await bench.worker();
  const id = await bench.start("count", {
    rows: 100_000,
    perChunk: 50,
    pauseMs: 20,
    prefix: "unregistered",
  });
  await bench.reaches(id, "running");
  const beganMs = performance.now();
  await bench.sql`delete from workers where pid = ${worker.pid as number}`;
  await bench.until("its end", async () => worker.exitCode !== null, 10);
  assert.ok(performance.now() - beganMs < 10_000);
  // The server may find out a moment later than we that the process has ended.
  await bench.until("its run in the queue", async () => {
    await sweepRuns();
    return (await bench.run(id)).status === "queued";
  });
  await stopRun(bench.viewer, { runId: id });
});

test("the web's watchdog takes runs from a lost worker while no other lives; a stopping one is stopped", async () => {
  const worker = await bench.worker();
  const id = await bench.start("sleepy", { ms: 60_000, obeys: false });
  const stopping = await bench.start("sleepy", { ms: 60_000, obeys: false });
  await bench.reaches(id, "running");
  await bench.reaches(stopping, "running");
  await bench.sql`update runs set status = 'stopping', stop_requested_by = 'Ada' where id = ${stopping}`;
  await bench.end(worker, "SIGKILL");
  await bench.until("the watchdog", async () => {
    await sweepRuns();
    return (await bench.run(id)).status === "queued";
  });
  assert.match(String((await bench.run(stopping)).message), /^Stopped by Ada/);
  const [attempt] =
    await bench.sql`select a.ended_at = w.heartbeat_at as at_last_sign from attempts a join workers w on w.id = a.worker_id where a.run_id = ${id}`;
  assert.equal(attempt?.["at_last_sign"], true);
});
