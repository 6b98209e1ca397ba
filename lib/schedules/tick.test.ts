import assert from "node:assert/strict";
import { after, before, beforeEach, test } from "node:test";
import { daily } from "#e2e/support/planned-types.ts";
import { ScheduleBench, type Ticker } from "#e2e/support/schedule-bench.ts";
import { newId } from "../platform/ids.ts";
import type { Recurrence } from "./plan-input.ts";

// The scheduler is a process of its own, and the database's clock is moved under it.
let bench: ScheduleBench;
let ticker: Ticker;

before(async () => {
  bench = await ScheduleBench.open("tick");
  ticker = await bench.ticker();
});
beforeEach(() => bench.sql`truncate schedules, due_times, runs cascade`);
after(() => bench.close());

const minutely: Recurrence = { repeat: "minutes", everyMinutes: 1 };
const hourly: Recurrence = { repeat: "hours", everyHours: 1, minute: 0 };
const quarterly: Recurrence = { repeat: "minutes", everyMinutes: 15 };

async function outcomes(id: string): Promise<string[]> {
  return (await bench.due(id)).map((due) => due.outcome);
}

/** Every quarter of an hour a moment after it, each run over before the next. */
async function liveThrough(from: string, quarters: number): Promise<void> {
  for (let at = 1; at <= quarters; at += 1) {
    const moment = new Date(Date.parse(from) + at * 900_000 + 500);
    await bench.setClock(moment.toISOString());
    await ticker.tick();
    await bench.endRuns();
  }
}

test("a due time starts one run, with its due time on it, and the next one stands on the row", async () => {
  await bench.setClock("2027-01-10T00:59:00Z");
  const id = await bench.schedule({ recurrence: daily("02:00", "14:00") });
  assert.deepEqual((await ticker.tick()).started, []);
  await bench.setClock("2027-01-10T01:00:00.400Z");
  const { started } = await ticker.tick();
  assert.equal(started.length, 1);
  const [due] = await bench.due(id);
  assert.equal(due?.outcome, "started");
  assert.equal(due?.due_at.toISOString(), "2027-01-10T01:00:00.000Z");
  assert.equal(Number(due?.run_id), started[0]);
  const [run] = await bench.sql`select * from runs where id = ${started[0] as number}`;
  assert.equal(run?.["trigger"], "schedule");
  assert.equal(run?.["title"], "nightly-0");
  assert.equal((run?.["due_at"] as Date | undefined)?.toISOString(), "2027-01-10T01:00:00.000Z");
  assert.equal((await bench.row(id)).next_run_at?.toISOString(), "2027-01-10T13:00:00.000Z");
  const messages =
    await bench.sql`select 1 from pgboss.job where data->>'runId' = ${String(started[0])}`;
  assert.equal(messages.length, 1);
  assert.deepEqual((await ticker.tick()).started, []);
});

test("F30: schedulers whose host clocks are an hour off keep to the database's clock", async () => {
  await bench.setClock("2027-01-10T10:00:30Z");
  const id = await bench.schedule({ recurrence: minutely });
  const early = await bench.ticker(3_600_000);
  const late = await bench.ticker(-3_600_000);
  for (let minute = 1; minute <= 10; minute += 1) {
    await bench.setClock(`2027-01-10T10:${String(minute).padStart(2, "0")}:00.300Z`);
    await Promise.all([early.tick(), late.tick()]);
    await bench.endRuns();
  }
  const due = await bench.due(id);
  assert.deepEqual(
    due.map(({ due_at, outcome }) => [due_at.getUTCMinutes(), outcome]),
    Array.from({ length: 10 }, (_, at) => [at + 1, "started"]),
  );
  await early.kill();
  await late.kill();
});

test("F31: a database clock that is set back starts nothing twice", async () => {
  await bench.setClock("2027-01-10T10:00:30Z");
  const id = await bench.schedule({ recurrence: minutely });
  for (const at of [
    "10:01:00.2",
    "10:02:00.2",
    "10:03:00.2",
    "09:58:00.2",
    "10:01:30",
    "10:03:30",
    "10:04:00.2",
  ]) {
    await bench.setClock(`2027-01-10T${at}Z`);
    await ticker.tick();
    await bench.endRuns();
  }
  assert.equal((await bench.runs(id)).length, 4);
  assert.deepEqual(await outcomes(id), ["started", "started", "started", "started"]);
});

test("F31: also when the plan is saved again in the time that comes twice", async () => {
  await bench.setClock("2027-01-10T10:00:30Z");
  const id = await bench.schedule({ recurrence: minutely });
  await bench.setClock("2027-01-10T10:01:00.2Z");
  await ticker.tick();
  await bench.endRuns();
  await bench.sql`update schedules set next_run_at = '2027-01-10T10:01:00Z' where id = ${id}`;
  await ticker.tick();
  assert.equal((await bench.runs(id)).length, 1);
  assert.equal((await bench.row(id)).next_run_at?.toISOString(), "2027-01-10T10:02:00.000Z");
});

for (const [name, from, quarters, hours] of [
  ["F32: the spring night", "2027-03-27T23:00:00Z", 92, 23],
  ["F33: the autumn night", "2026-10-24T22:00:00Z", 100, 25],
] as const) {
  test(`${name}, lived through: 02:30 once, ${hours} hourly runs, ${quarters} quarter-hourly ones`, async () => {
    await bench.setClock(new Date(Date.parse(from) + 1000).toISOString());
    const once = await bench.schedule({ recurrence: daily("02:30"), jobType: "nightly-0" });
    const each = await bench.schedule({ recurrence: hourly, jobType: "nightly-1" });
    const quarter = await bench.schedule({ recurrence: quarterly, jobType: "nightly-2" });
    await liveThrough(from, quarters);
    assert.equal((await bench.runs(once)).length, 1);
    assert.equal((await bench.runs(each)).length, hours);
    assert.equal((await bench.runs(quarter)).length, quarters);
    assert.deepEqual(new Set(await outcomes(quarter)), new Set(["started"]));
  });
}

test("F36: nobody there over three daily due times; run once is one run that says for which", async () => {
  await bench.setClock("2027-01-10T00:00:00Z");
  const skip = await bench.schedule({ recurrence: daily("02:00"), jobType: "nightly-0" });
  const once = await bench.schedule({
    recurrence: daily("02:00"),
    jobType: "nightly-1",
    missed: "run-once",
  });
  await bench.setClock("2027-01-12T08:00:00Z");
  await ticker.tick();
  assert.deepEqual(await outcomes(skip), ["missed", "missed", "missed"]);
  assert.equal((await bench.runs(skip)).length, 0);
  assert.deepEqual(await outcomes(once), ["missed", "missed", "late"]);
  const [run, ...others] = await bench.runs(once);
  assert.deepEqual(others, []);
  assert.equal(run?.due_at?.toISOString(), "2027-01-12T01:00:00.000Z");
  const late = (await bench.due(once)).at(-1);
  assert.deepEqual([late?.late_seconds, late?.policy], [7 * 3600, "run-once"]);
  assert.equal((await bench.row(skip)).next_run_at?.toISOString(), "2027-01-13T01:00:00.000Z");
});

test("a few minutes are late and not missed; a longer downtime is told without a row for each minute of it", async () => {
  await bench.setClock("2027-01-10T00:00:00Z");
  const id = await bench.schedule({ recurrence: daily("02:00"), jobType: "nightly-0" });
  const dense = await bench.schedule({ recurrence: minutely, jobType: "nightly-1" });
  await bench.setClock("2027-01-10T01:04:00Z");
  await bench.sql`update schedules set next_run_at = '2026-12-01T00:00:00Z' where id = ${dense}`;
  await ticker.tick();
  assert.deepEqual(
    (await bench.due(id)).map(({ outcome, late_seconds }) => [outcome, late_seconds]),
    [["late", 240]],
  );
  const [first, ...rest] = await bench.due(dense);
  assert.equal(first?.due_at.toISOString(), "2026-12-01T00:00:00.000Z");
  assert.equal(first?.through_at?.toISOString().slice(0, 16), "2027-01-03T01:04");
  assert.equal(rest.length, 7 * 1440);
  assert.equal(rest.at(-1)?.outcome, "started");
});

test("F39: due while its last run is alive: skipped and recorded, one queued, or another, by the policy", async () => {
  await bench.setClock("2027-01-10T10:00:30Z");
  const policies = {
    "nightly-0": "skip",
    "nightly-1": "queue-one",
    "side-by-side": "allow",
  } as const;
  const ids: Record<string, string> = {};
  for (const [jobType, overlap] of Object.entries(policies))
    ids[jobType] = await bench.schedule({ recurrence: minutely, jobType, overlap });
  const at = async (minute: number) => {
    await bench.setClock(`2027-01-10T10:0${minute}:00.200Z`);
    await ticker.tick();
  };
  await at(1);
  await bench.sql`update runs set status = 'running'`;
  await at(2);
  await at(3);
  const [skip, queue, allow] = Object.values(ids) as [string, string, string];
  assert.deepEqual(await outcomes(skip), ["started", "skipped-running", "skipped-running"]);
  assert.deepEqual(await outcomes(queue), ["started", "started", "skipped-running"]);
  assert.deepEqual(await outcomes(allow), ["started", "started", "started"]);
  const [first] = await bench.runs(skip);
  const skipped = (await bench.due(skip))[1];
  assert.deepEqual([skipped?.run_id, skipped?.policy], [first?.id, "skip"]);
  assert.deepEqual(
    (await bench.runs(queue)).map((run) => run.status),
    ["running", "queued"],
  );
});

test("a run that waits for its next attempt is alive; one that a person put off is not", async () => {
  await bench.setClock("2027-01-10T10:00:30Z");
  const id = await bench.schedule({ recurrence: minutely });
  await bench.setClock("2027-01-10T10:01:00.200Z");
  await ticker.tick();
  await bench.sql`update runs set status = 'deferred', attempt = 1`;
  await bench.setClock("2027-01-10T10:02:00.200Z");
  await ticker.tick();
  await bench.sql`update runs set attempt = 0`;
  await bench.setClock("2027-01-10T10:03:00.200Z");
  await ticker.tick();
  assert.deepEqual(await outcomes(id), ["started", "skipped-running", "started"]);
});

test("while paused nothing starts, every due time is recorded, and the pause ends by itself", async () => {
  await bench.setClock("2027-01-10T10:00:30Z");
  const id = await bench.schedule({ recurrence: minutely, missed: "run-once" });
  await bench.sql`update schedules set paused_at = '2027-01-10T10:00:40Z', paused_until = '2027-01-10T10:03:00Z',
    paused_reason = 'stocktaking', paused_by = 'Trial person' where id = ${id}`;
  for (const at of ["10:01:00.2", "10:02:00.2", "10:03:00.2"]) {
    await bench.setClock(`2027-01-10T${at}Z`);
    await ticker.tick();
  }
  assert.deepEqual(await outcomes(id), ["skipped-paused", "skipped-paused", "started"]);
  const row = await bench.row(id);
  assert.deepEqual(
    [row["paused_at"], row["paused_until"], row["paused_reason"]],
    [null, null, null],
  );
});

test("paused after a downtime began: what was missed before is missed, and nothing is made up for", async () => {
  await bench.setClock("2027-01-10T00:00:00Z");
  const id = await bench.schedule({ recurrence: daily("02:00"), missed: "run-once" });
  await bench.setClock("2027-01-12T08:00:00Z");
  await bench.sql`update schedules set paused_at = '2027-01-11T12:00:00Z' where id = ${id}`;
  await ticker.tick();
  assert.deepEqual(await outcomes(id), ["missed", "missed", "skipped-paused"]);
  assert.equal((await bench.runs(id)).length, 0);
});

test("an automatic plan with a condition starts only while it holds", async () => {
  await bench.setClock("2027-01-10T10:00:30Z");
  const id = await bench.schedule({ jobType: "when-changed" });
  const at = async (time: string) => {
    await bench.setClock(`2027-01-10T${time}:00.200Z`);
    await ticker.tick();
    await bench.endRuns();
  };
  await at("10:15");
  await bench.sql`insert into products (id, domain_id, sku, sku_key, categories, groups, attributes, content_hash, created_at, updated_at)
    values (${newId()}, ${bench.domainId}, 'A', 'a', '{}', '{}', '{}', 'x', app_now(), app_now())`;
  await at("10:30");
  await at("10:45");
  assert.deepEqual(await outcomes(id), ["skipped-idle", "started", "skipped-idle"]);
});

test("a plan that can't be worked out pauses itself with the reason and harms no other", async () => {
  await bench.setClock("2027-01-10T10:00:30Z");
  const bad = await bench.schedule({ recurrence: minutely, jobType: "nightly-0" });
  const good = await bench.schedule({ recurrence: minutely, jobType: "nightly-1" });
  await bench.sql`update schedules set time_zone = 'Mars/Olympus' where id = ${bad}`;
  await bench.setClock("2027-01-10T10:01:00.200Z");
  const { started } = await ticker.tick();
  assert.equal(started.length, 1);
  assert.deepEqual(await outcomes(good), ["started"]);
  const row = await bench.row(bad);
  assert.match(String(row["paused_reason"]), /^Its plan can't be worked out: .*Mars\/Olympus/);
  assert.deepEqual([row["paused_by"], row.next_run_at], ["scheduler", null]);
});

test("a job type that this process does not know is left to a newer one, planned or automatic", async () => {
  await bench.setClock("2027-01-10T10:00:30Z");
  const ids = [
    await bench.schedule({ recurrence: minutely }),
    await bench.schedule({ jobType: "nightly-1" }),
  ];
  await bench.sql`update schedules set job_type = 'from-the-future-' || planning, next_run_at = '2027-01-10T10:01:00Z'`;
  await bench.setClock("2027-01-10T10:01:00.200Z");
  assert.equal((await ticker.tick()).decidedCount, 0);
  for (const id of ids) {
    assert.deepEqual(await outcomes(id), []);
    assert.equal((await bench.row(id))["paused_at"], null);
  }
});
