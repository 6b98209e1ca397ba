import assert from "node:assert/strict";
import { setTimeout as sleep } from "node:timers/promises";
import { after, before, beforeEach, test } from "node:test";
import { makeDomain } from "#e2e/support/run-rows.ts";
import { ScheduleBench, type Ticker } from "#e2e/support/schedule-bench.ts";
import type { Recurrence } from "./plan-input.ts";
import { savePlan } from "./save-plan.ts";
import { SavePlanInput } from "./save-plan-input.ts";

// Several schedulers at once, each a process. F37 and F38 ask for 60 minutes and 100 kills; the suite lives through a part of it.
const MINUTES = Number(process.env["RACE_MINUTES"] ?? 3);
const KILLS = Number(process.env["RACE_KILLS"] ?? 4);
const TYPES = 10;
const DOMAINS = 20;

const minutely: Recurrence = { repeat: "minutes", everyMinutes: 1 };
let bench: ScheduleBench;

before(async () => {
  bench = await ScheduleBench.open("races");
});
beforeEach(() => bench.sql`truncate schedules, due_times, runs cascade`);
after(() => bench.close());

const FROM = Date.parse("2027-01-10T10:00:00Z");
const minute = (count: number, ms = 0) => new Date(FROM + count * 60_000 + ms).toISOString();

test(`F37: three schedulers, 200 minute plans, ${MINUTES} minutes: none doubled, none lost, all in time`, async () => {
  await bench.setClock(minute(0, 30_000));
  for (let at = 0; at < DOMAINS; at += 1) {
    const domainId = await makeDomain(bench.sql, `race-${at}.example`);
    for (let type = 0; type < TYPES; type += 1)
      await bench.schedule({ jobType: `nightly-${type}`, domainId, recurrence: minutely });
  }
  const tickers = await Promise.all([bench.ticker(), bench.ticker(), bench.ticker()]);
  let count = 0;
  for (let at = 1; at <= MINUTES; at += 1) {
    await bench.setClock(minute(at));
    const ticked = await Promise.all(tickers.map((ticker) => ticker.tick()));
    count += ticked.reduce((sum, each) => sum + each.started.length, 0);
    // A row that another one had locked is passed over and met by the next turn.
    count += (await (tickers[0] as Ticker).tick()).started.length;
    await bench.endRuns();
  }
  const expected = DOMAINS * TYPES * MINUTES;
  assert.equal(count, expected);
  const [facts] =
    await bench.sql`select count(*)::int as runs, count(distinct (schedule_id, due_at))::int as due,
    percentile_cont(0.5) within group (order by extract(epoch from queued_at - due_at)) as p50,
    percentile_cont(0.95) within group (order by extract(epoch from queued_at - due_at)) as p95 from runs`;
  assert.deepEqual([facts?.["runs"], facts?.["due"]], [expected, expected]);
  const outcomes =
    await bench.sql`select outcome, count(*)::int as found from due_times group by 1`;
  assert.deepEqual(
    [...outcomes].map((row) => [row["outcome"], row["found"]]),
    [["started", expected]],
  );
  console.log(`due to queued: p50 ${facts?.["p50"]} s, p95 ${facts?.["p95"]} s`);
  assert.ok(Number(facts?.["p95"]) < 5);
  for (const ticker of tickers) await ticker.kill();
});

test(`F38: a scheduler killed in the moment its plans come due, ${KILLS} times: none lost, none doubled`, async () => {
  await bench.setClock(minute(0, 30_000));
  const ids: string[] = [];
  for (let type = 0; type < TYPES; type += 1)
    ids.push(await bench.schedule({ jobType: `nightly-${type}`, recurrence: minutely }));
  let survived = 0;
  for (let at = 1; at <= KILLS; at += 1) {
    await bench.setClock(minute(at, -30_000));
    const victim = await bench.ticker();
    await victim.tick();
    victim.child.send("always");
    await bench.setClock(minute(at, -400));
    await sleep(400 + Math.random() * 250);
    await victim.kill();
    const [before] =
      await bench.sql`select count(*)::int as runs from runs where due_at = ${minute(at)}`;
    survived += Number(before?.["runs"]);
    const heir = await bench.ticker();
    await bench.setClock(minute(at, 1000));
    await heir.tick();
    // The server may need a moment to see that the victim's connection is gone and its locks with it.
    for (let turn = 0; turn < 100 && !(await allDecided(minute(at))); turn += 1) {
      await sleep(50);
      await heir.tick();
    }
    await heir.kill();
    await bench.endRuns();
  }
  const [facts] =
    await bench.sql`select count(*)::int as runs, count(distinct (schedule_id, due_at))::int as due from runs`;
  assert.deepEqual([facts?.["runs"], facts?.["due"]], [KILLS * TYPES, KILLS * TYPES]);
  const [messages] =
    await bench.sql`select count(*)::int as found from pgboss.job j join runs r on r.id = (j.data->>'runId')::bigint`;
  assert.equal(messages?.["found"], KILLS * TYPES);
  console.log(`${survived} of ${KILLS * TYPES} were started by those that were killed`);
});

async function allDecided(due: string): Promise<boolean> {
  const [row] = await bench.sql`select count(*)::int as found from due_times where due_at = ${due}`;
  return row?.["found"] === TYPES;
}

test("plans that are saved again while schedulers tick: each due time at most once, and the newest plan is the one that runs", async () => {
  await bench.setClock(minute(0, 30_000));
  const id = await bench.schedule({ recurrence: minutely });
  const tickers = await Promise.all([bench.ticker(), bench.ticker()]);
  for (let at = 1; at <= 15; at += 1) {
    await bench.setClock(minute(at, -5));
    const saving = save(id, at, { everyMinutes: at % 2 ? 2 : 1 });
    await Promise.all([saving, ...tickers.map((ticker) => ticker.tick())]);
    await bench.endRuns();
  }
  const due = await bench.due(id);
  const runs = await bench.runs(id);
  const started = due.filter((each) => ["started", "late"].includes(each.outcome));
  assert.equal(runs.length, started.length);
  assert.equal(new Set(runs.map((run) => run.due_at?.getTime())).size, runs.length);
  await bench.setClock(minute(30, 1));
  await save(id, 16, { everyMinutes: 30 });
  assert.equal((await bench.row(id)).next_run_at?.toISOString(), "2027-01-10T11:00:00.000Z");
  for (const ticker of tickers) await ticker.kill();
});

async function save(
  scheduleId: string,
  version: number,
  fields: Record<string, unknown>,
): Promise<void> {
  const form = { scheduleId, version, planning: "scheduled", timeZone: "UTC", repeat: "minutes" };
  const input = SavePlanInput.parse({ ...form, overlap: "skip", missed: "skip", ...fields });
  await savePlan(bench.person(), input);
}
