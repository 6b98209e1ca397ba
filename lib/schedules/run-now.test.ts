import assert from "node:assert/strict";
import { after, before, beforeEach, test } from "node:test";
import { daily } from "#e2e/support/planned-types.ts";
import { makeDomain } from "#e2e/support/run-rows.ts";
import { ScheduleBench } from "#e2e/support/schedule-bench.ts";
import { isRefusal } from "../text/refusal.ts";
import { runNow } from "./run-now.ts";
import { RUN_NOW_MAX, RunNowInput } from "./run-now-input.ts";

let bench: ScheduleBench;

before(async () => {
  bench = await ScheduleBench.open("run_now");
});
beforeEach(() => bench.sql`truncate schedules, due_times, runs cascade`);
after(() => bench.close());

test("a run each in the viewer's name; those under way are named, since when and by whom, and not started twice", async () => {
  await bench.setClock("2027-01-10T10:00:00Z");
  const one = await bench.schedule({ jobType: "nightly-0", recurrence: daily("02:00") });
  const two = await bench.schedule({ jobType: "nightly-1" });
  const three = await bench.schedule({ jobType: "nightly-2" });
  await runNow(bench.person(), { scheduleIds: [two] });
  await bench.sql`update runs set status = 'running', started_at = '2027-01-10T10:00:05Z'`;
  const ticker = await bench.ticker();
  await bench.sql`update schedules set next_run_at = '2027-01-10T10:00:01Z' where id = ${three}`;
  await bench.setClock("2027-01-10T10:00:10Z");
  await ticker.tick();
  const answer = await runNow(bench.person(), { scheduleIds: [one, two, three] });
  assert.deepEqual(
    answer.started.map(({ identifier, place }) => [identifier, place]),
    [["nightly-0", "alpine.example"]],
  );
  assert.deepEqual(
    answer.running.map(({ identifier, status, by }) => [identifier, status, by]),
    [
      ["nightly-1", "running", "Trial person"],
      ["nightly-2", "queued", "the schedule"],
    ],
  );
  assert.equal(answer.running[0]?.since.toISOString(), "2027-01-10T10:00:05.000Z");
  const [run] = await bench.sql`select * from runs where schedule_id = ${one}`;
  assert.deepEqual(
    [run?.["trigger"], run?.["started_by"], run?.["due_at"]],
    ["person", bench.userId, null],
  );
  // The plan is not moved by it.
  assert.equal((await bench.row(one)).next_run_at?.toISOString(), "2027-01-11T01:00:00.000Z");
  await ticker.kill();
});

test("two people at the same moment start one run", async () => {
  const id = await bench.schedule();
  const answers = await Promise.all(
    Array.from({ length: 8 }, () => runNow(bench.person(), { scheduleIds: [id] })),
  );
  assert.equal(answers.filter((answer) => answer.started.length > 0).length, 1);
  assert.equal(answers.filter((answer) => answer.running.length > 0).length, 7);
  assert.equal((await bench.runs(id)).length, 1);
});

test("a disabled and a paused job can be started by hand", async () => {
  const id = await bench.schedule();
  await bench.sql`update schedules set planning = 'disabled', next_run_at = null, paused_at = app_now() where id = ${id}`;
  assert.equal((await runNow(bench.person(), { scheduleIds: [id] })).started.length, 1);
});

test("at a chosen time: one deferred run, although another is under way, and it hinders no due time", async () => {
  await bench.setClock("2027-01-10T10:00:00Z");
  const id = await bench.schedule();
  await runNow(bench.person(), { scheduleIds: [id] });
  const startAt = new Date("2027-01-10T18:00:00Z");
  const answer = await runNow(bench.person(), { scheduleIds: [id], startAt });
  assert.equal(answer.started.length, 1);
  const [run] =
    await bench.sql`select * from runs where id = ${answer.started[0]?.runId as number}`;
  assert.deepEqual(
    [run?.["status"], run?.["start_at"], run?.["overlap_key"]],
    ["deferred", startAt, null],
  );
  await assert.rejects(
    runNow(bench.person(), { scheduleIds: [id], startAt: new Date("2027-01-10T09:00:00Z") }),
    (error) => isRefusal(error, "invalid"),
  );
});

test("nothing is started when one of them may not be seen, or not be started", async () => {
  const id = await bench.schedule();
  const foreign = await bench.schedule({ domainId: await makeDomain(bench.sql, "other.example") });
  const global = await bench.schedule({ jobType: "house-keeping", domainId: null });
  const refusal = async (ids: string[], viewer = bench.person()) => {
    try {
      await runNow(viewer, { scheduleIds: ids });
      return "started";
    } catch (error) {
      return isRefusal(error) ? `${error.code}: ${error.message}` : String(error);
    }
  };
  const unknown = await refusal([id, "01a1fa56-0000-7000-8000-00000000ffff"]);
  assert.equal(unknown, "not-found: This scheduled job does not exist.");
  assert.equal(await refusal([id, foreign]), unknown);
  assert.match(await refusal([id, global]), /^forbidden/);
  assert.match(await refusal([id], bench.person(["schedules.view"])), /^forbidden/);
  assert.equal((await bench.sql`select 1 from runs`).length, 0);
  assert.equal(await refusal([id, global], bench.person(undefined, "all")), "started");
});

test("the list of ids is bounded and holds each once", () => {
  const id = "01a1fa56-0000-7000-8000-00000000ffff";
  assert.deepEqual(RunNowInput.parse({ scheduleIds: [id, id] }).scheduleIds, [id]);
  assert.equal(RunNowInput.parse({ scheduleIds: id, startAt: "" }).startAt, undefined);
  const many = Array.from(
    { length: RUN_NOW_MAX + 1 },
    (_, at) => `01a1fa56-0000-7000-8000-${String(at).padStart(12, "0")}`,
  );
  for (const scheduleIds of [[], many, ["x"]])
    assert.equal(RunNowInput.safeParse({ scheduleIds }).success, false);
});
