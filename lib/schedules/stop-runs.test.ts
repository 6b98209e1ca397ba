import assert from "node:assert/strict";
import { after, before, beforeEach, test } from "node:test";
import { ScheduleBench } from "#e2e/support/schedule-bench.ts";
import { makeDomain, makeRun } from "#e2e/support/run-rows.ts";
import { isRefusal } from "../text/refusal.ts";
import { stopScheduledRuns } from "./stop-runs.ts";

let bench: ScheduleBench;
before(async () => {
  bench = await ScheduleBench.open("stop-scheduled");
});
after(() => bench.close());
beforeEach(() => bench.endRuns());

const running = (scheduleId: string, values: Record<string, unknown> = {}) =>
  makeRun(bench.sql, {
    job_type: "nightly-0",
    domain_id: bench.domainId,
    schedule_id: scheduleId,
    status: "running",
    started_at: new Date(),
    attempt: 1,
    claim: 1,
    ...values,
  });
const statusOf = async (id: number) =>
  (await bench.sql`select status from runs where id = ${id}`)[0]?.["status"];

test("what runs is told to stop, what waits is cancelled, what rests is named", async () => {
  const runs = await bench.schedule();
  const waits = await bench.schedule({ jobType: "nightly-1" });
  const rests = await bench.schedule({ jobType: "nightly-2" });
  const first = await running(runs);
  const second = await running(waits, { job_type: "nightly-1", status: "queued" });
  const answer = await stopScheduledRuns(bench.person(), { scheduleIds: [runs, waits, rests] });
  assert.deepEqual(
    answer.stopped.map((run) => run.runId),
    [first, second],
  );
  assert.deepEqual(
    answer.left.map(({ identifier, place, reason }) => [identifier, place, reason]),
    [["nightly-2", "alpine.example", "was not under way"]],
  );
  assert.deepEqual([await statusOf(first), await statusOf(second)], ["stopping", "cancelled"]);
});

test("without the permission nothing is stopped, and another domain's job does not exist", async () => {
  const id = await bench.schedule();
  const run = await running(id);
  const watcher = bench.person(["schedules.view", "runs.view-all"]);
  await assert.rejects(stopScheduledRuns(watcher, { scheduleIds: [id] }), (error) =>
    isRefusal(error, "forbidden"),
  );
  const other = bench.person(undefined, [await makeDomain(bench.sql, "borealis.example")]);
  await assert.rejects(stopScheduledRuns(other, { scheduleIds: [id] }), (error) =>
    isRefusal(error, "not-found"),
  );
  assert.equal(await statusOf(run), "running");
});
