import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { registerJobTypes } from "#lib/job-types/find.ts";
import { cancelRun } from "#lib/runs/cancel.ts";
import { claimRuns, type ClaimedRun } from "#lib/runs/claim.ts";
import { endRun } from "#lib/runs/end.ts";
import { handOverRun } from "#lib/runs/hand-over.ts";
import { redeliverRuns, releaseParkedRuns } from "#lib/runs/redeliver.ts";
import { stopRequests } from "#lib/runs/stop-requests.ts";
import { registerWorker, type WorkerIdentity } from "#lib/workers/register.ts";
import { catalogue, sleepy } from "./testing/types/catalogue.ts";
import { Bench } from "./testing/bench.ts";

let bench: Bench;
let one: WorkerIdentity;
let two: WorkerIdentity;

before(async () => {
  bench = await Bench.open("claim", "worker");
  one = await registerWorker({ name: "one", version: "1", slots: 4 });
  two = await registerWorker({ name: "two", version: "1", slots: 4 });
});

after(() => bench.close());

async function startMany(count: number, type = "sleepy"): Promise<number[]> {
  const ids: number[] = [];
  for (let at = 0; at < count; at += 1) ids.push(await bench.start(type, { ms: 1 }));
  return ids;
}

const endAll = (claimed: ClaimedRun[]) =>
  Promise.all(claimed.map((run) => endRun(run, { outcome: "done" })));

test("two workers that race take each run once", async () => {
  const ids = await startMany(60);
  const taken = await Promise.all(
    Array.from({ length: 30 }, (_, at) => claimRuns(at % 2 ? one : two, 4)),
  );
  const claimed = taken.flatMap((part) => part.runs);
  assert.deepEqual(
    claimed.map((run) => run.id).sort((a, b) => a - b),
    ids.sort((a, b) => a - b),
  );
  assert.ok(claimed.every((run) => run.claim === 1 && run.attempt === 1));
  const rows = await bench.sql`select run_id from attempts where run_id = any (${ids})`;
  assert.equal(rows.length, 60);
  await endAll(claimed);
});

test("a cancel that races with a claim has exactly one outcome", async () => {
  let cancelled = 0;
  for (let round = 0; round < 40; round += 1) {
    const id = await bench.start("sleepy", { ms: 1 });
    const [claimed, cancel] = await Promise.allSettled([
      claimRuns(one, 4),
      cancelRun(bench.viewer, { runId: id }),
    ]);
    const runs = claimed.status === "fulfilled" ? claimed.value.runs : [];
    assert.equal(
      runs.length + (cancel.status === "fulfilled" ? 1 : 0),
      1,
      "one of the two has won",
    );
    const run = await bench.run(id);
    assert.equal(run.status, runs.length > 0 ? "running" : "cancelled");
    assert.equal(run.attempt, runs.length);
    cancelled += 1 - runs.length;
    await endAll(runs);
  }
  // Both outcomes are possible; which one is faster is not ours to promise.
  assert.ok(cancelled <= 40);
});

test("a domain's limit holds runs back, and who ends lets the oldest go on", async () => {
  const ids = await startMany(3, "single");
  const first = await claimRuns(one, 4);
  assert.deepEqual(
    first.runs.map((run) => run.id),
    ids.slice(0, 1),
  );
  assert.deepEqual(
    [...first.parked].sort((a, b) => a - b),
    ids.slice(1),
  );
  const parked = await bench.run(ids[1] as number);
  assert.equal(parked.attempt, 0);
  assert.ok(parked.parked_at);
  assert.deepEqual((await claimRuns(two, 4)).runs, []);
  await endAll(first.runs);
  const next = await claimRuns(two, 4);
  assert.deepEqual(
    next.runs.map((run) => run.id),
    ids.slice(1, 2),
  );
  await endAll(next.runs);
  await endAll((await claimRuns(two, 4)).runs);
});

test("two workers at once do not exceed a limit", async () => {
  await startMany(20, "single");
  const taken = await Promise.all(
    Array.from({ length: 10 }, (_, at) => claimRuns(at % 2 ? one : two, 2)),
  );
  const claimed = taken.flatMap((part) => part.runs);
  assert.equal(claimed.length, 1);
  await bench.sql`update runs set status = 'cancelled' where status = 'queued'`;
  await endAll(claimed);
});

test("a type that this worker does not know waits without costing an attempt, until one knows it", async () => {
  const id = await bench.start("sleepy", { ms: 1 });
  registerJobTypes(catalogue.filter((type) => type.name !== "sleepy"));
  assert.deepEqual((await claimRuns(one, 4)).runs, []);
  const waiting = await bench.run(id);
  assert.deepEqual([waiting.status, waiting.attempt], ["queued", 0]);
  assert.match(String(waiting.message), /newer worker/);
  assert.equal(await releaseParkedRuns(), 0);
  registerJobTypes(catalogue);
  assert.equal(await releaseParkedRuns(), 1);
  const { runs } = await claimRuns(two, 4);
  assert.deepEqual(
    runs.map((run) => [run.id, run.attempt]),
    [[id, 1]],
  );
  await endAll(runs);
});

test("a newer shape of parameters waits too", async () => {
  registerJobTypes([{ ...sleepy, payloadVersion: 2 }]);
  const id = await bench.start("sleepy", { ms: 1 });
  registerJobTypes(catalogue);
  assert.deepEqual((await claimRuns(one, 4)).runs, []);
  assert.match(String((await bench.run(id)).message), /newer worker/);
  await bench.sql`update runs set status = 'cancelled' where id = ${id}`;
});

test("a start that was committed is delivered again when the queue lost its message", async () => {
  const id = await bench.start("sleepy", { ms: 1 });
  await bench.sql`delete from pgboss.job`;
  assert.deepEqual((await claimRuns(one, 4)).messageCount, 0);
  await bench.sql`update runs set updated_at = updated_at - interval '10 seconds' where id = ${id}`;
  assert.equal(await redeliverRuns(), 1);
  assert.equal(await redeliverRuns(), 0, "one message is enough");
  const { runs } = await claimRuns(one, 4);
  assert.deepEqual(
    runs.map((run) => run.id),
    [id],
  );
  await endAll(runs);
});

test("a start time is told by the database clock", async () => {
  const inAnHour = new Date(Date.now() + 3_600_000);
  const id = await bench.start("sleepy", { ms: 1 }, { startAt: inAnHour });
  await bench.sql`update runs set updated_at = updated_at - interval '10 seconds' where id = ${id}`;
  assert.equal(await redeliverRuns(), 0);
  await bench.sql`update app_clock set clock_offset = '61 minutes'`;
  assert.equal(await redeliverRuns(), 1);
  const { runs } = await claimRuns(one, 4);
  await bench.sql`update app_clock set clock_offset = '0'`;
  assert.deepEqual(
    runs.map((run) => run.id),
    [id],
  );
  await endAll(runs);
});

test("a hand-over raises the claim and not the attempt", async () => {
  const id = await bench.start("sleepy", { ms: 1 });
  const [run] = (await claimRuns(one, 1)).runs as [ClaimedRun];
  await handOverRun(run, "one");
  const [again] = (await claimRuns(two, 1)).runs as [ClaimedRun];
  assert.deepEqual([again.id, again.claim, again.attempt], [id, 2, 1]);
  const outcomes =
    await bench.sql`select claim, attempt, outcome from attempts where run_id = ${id} order by claim`;
  assert.deepEqual(
    outcomes.map((row) => [row["claim"], row["attempt"], row["outcome"]]),
    [
      [1, 1, "handed-over"],
      [2, 1, null],
    ],
  );
  await endAll([again]);
});

test("a worker that was declared lost takes nothing", async () => {
  const id = await bench.start("sleepy", { ms: 1 });
  await bench.sql`update workers set state = 'lost' where id = ${one.id}`;
  assert.deepEqual((await claimRuns(one, 4)).runs, []);
  await bench.sql`update workers set state = 'alive' where id = ${one.id}`;
  await bench.sql`update runs set updated_at = updated_at - interval '10 seconds' where id = ${id}`;
  assert.equal(await redeliverRuns(), 1, "the message it used up is sent again");
  await endAll((await claimRuns(two, 4)).runs);
});

test("a claim whose answer was lost is given back, uncounted", async () => {
  const id = await bench.start("sleepy", { ms: 1 });
  const [run] = (await claimRuns(one, 1)).runs as [ClaimedRun];
  assert.deepEqual((await stopRequests(one, [])).strays, [], "its answer may still be under way");
  const later = () =>
    Promise.all([
      bench.sql`update runs set started_at = started_at - interval '10 seconds' where id = ${id}`,
      bench.sql`update attempts set started_at = started_at - interval '10 seconds' where run_id = ${id}`,
    ]);
  await later();
  assert.deepEqual((await stopRequests(one, [run])).strays, [], "it is held");
  const [stray] = (await stopRequests(one, [])).strays;
  assert.equal(stray?.id, id);
  await handOverRun(stray as ClaimedRun, "one");
  const [again] = (await claimRuns(two, 1)).runs as [ClaimedRun];
  assert.deepEqual([again.id, again.attempt], [id, 1]);
  // The run began long ago, with its first claim; this one is fresh.
  assert.deepEqual((await stopRequests(two, [])).strays, [], "the next answer is under way");
  await later();
  assert.equal((await stopRequests(two, [])).strays[0]?.claim, 2);
  await endAll([again]);
});
