import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { makeDomain, makeLogLines, makeRun } from "#e2e/support/run-rows.ts";
import { ScheduleBench } from "#e2e/support/schedule-bench.ts";
import { isRefusal } from "../text/refusal.ts";
import { ExecutionsInput, executionsQuery } from "./executions-input.ts";
import { readExecutionStrip } from "./executions-strip.ts";
import { listExecutions, type Execution } from "./executions.ts";

let bench: ScheduleBench;
let id: string;
const runIds: number[] = [];
const START = Date.parse("2026-03-01T00:00:00Z");
const hour = (count: number) => new Date(START + count * 3_600_000);

before(async () => {
  bench = await ScheduleBench.open("executions");
  await bench.setClock("2026-03-28T20:00:00Z");
  await bench.sql`select app_ensure_partitions()`;
  id = await bench.schedule();
  for (let at = 0; at < 40; at++)
    runIds.push(
      await makeRun(bench.sql, {
        job_type: "nightly-0",
        domain_id: bench.domainId,
        schedule_id: id,
        status: at % 10 === 9 ? "failed" : "completed",
        message: at % 10 === 9 ? null : "All was done",
        error_message: at % 10 === 9 ? "100% of the quota_used" : null,
        created_at: hour(at),
        started_at: hour(at),
        ended_at: new Date(hour(at).getTime() + 60_000),
      }),
    );
  await due(hour(39.5), "skipped-running");
  await due(hour(20.5), "missed");
  await due(hour(10.5), "skipped-idle");
});
after(() => bench.close());

const due = (at: Date, outcome: string) =>
  bench.sql`insert into due_times (schedule_id, due_at, domain_id, outcome, decided_at)
    values (${id}, ${at}, ${bench.domainId}, ${outcome}, ${at})`;
const list = (query: Record<string, string> = {}) =>
  listExecutions(bench.person(), id, ExecutionsInput.parse(query));
const nameOf = (row: Execution) => (row.kind === "run" ? row.run.id : row.outcome);

test("runs and due times without one stand in one order, and no page doubles or loses any", async () => {
  const seen: Array<number | string> = [];
  let query: string | undefined = "";
  while (query !== undefined) {
    const asked = ExecutionsInput.parse(Object.fromEntries(new URLSearchParams(query)));
    const page = await listExecutions(bench.person(), id, asked);
    seen.push(...page.rows.map(nameOf));
    query = page.before ? executionsQuery(asked, { before: page.before }) : undefined;
  }
  const newest = runIds.toReversed();
  assert.deepEqual(seen, [
    "skipped-running",
    ...newest.slice(0, 19),
    "missed",
    ...newest.slice(19),
  ]);
});

test("counts say what each toggle would show", async () => {
  const { counts } = await list();
  assert.deepEqual(
    [counts.completed, counts.failed, counts.skipped, counts.missed, counts.idle],
    [36, 4, 1, 1, 1],
  );
  const asked = await list({ "run-status": "failed,idle" });
  assert.deepEqual(asked.rows.map(nameOf), [
    runIds[39],
    runIds[29],
    runIds[19],
    "skipped-idle",
    runIds[9],
  ]);
});

test("text finds numbers and messages, with % and _ as they are; days are the viewer's", async () => {
  assert.deepEqual((await list({ "run-q": `#${runIds[3]}` })).rows.map(nameOf), [runIds[3]]);
  assert.equal((await list({ "run-q": "100% quota_used" })).rows.length, 4);
  assert.equal((await list({ "run-q": "1__% used" })).rows.length, 0);
  // 1 March in Paris begins at 23:00 UTC of the day before: 23 runs and none of the next day.
  const day = await list({ "run-from": "2026-03-01", "run-to": "2026-03-01" });
  assert.equal(day.rows.filter((row) => row.kind === "run").length, 23);
});

test("what a text finds is counted by status, narrowed by it, and paged", async () => {
  const done = await list({ "run-q": "done" });
  assert.deepEqual([done.rows.length, done.counts.completed, done.counts.failed], [30, 36, 0]);
  assert.equal(done.counts.missed, 0, "due times have no words");
  const asked = ExecutionsInput.parse({ "run-q": "done" });
  const next = await listExecutions(bench.person(), id, {
    ...asked,
    before: done.before ?? undefined,
  });
  assert.deepEqual([next.rows.length, next.before, next.counts.completed], [6, null, 36]);
  const twice = [...done.rows, ...next.rows].map(nameOf);
  assert.deepEqual(twice, runIds.filter((_, at) => at % 10 !== 9).toReversed());
  for (const [status, rows] of [
    ["failed", 0],
    ["completed", 30],
    ["missed", 0],
  ] as const) {
    const narrowed = await list({ "run-q": "done", "run-status": status });
    assert.deepEqual([narrowed.rows.length, narrowed.counts.completed], [rows, 36], status);
  }
});

test("lines that this viewer has not read are counted; the strip has the last 30", async () => {
  const newest = runIds.at(-1) as number;
  await makeLogLines(bench.sql, newest, [{ message: "one" }, { message: "two" }]);
  await bench.sql`insert into log_reads (run_id, user_id, seq, read_at) values (${newest}, ${bench.userId}, 1, now())`;
  const row = (await list()).rows.find((each) => each.kind === "run" && each.run.id === newest);
  assert.equal(row?.kind === "run" && row.unreadLines, 1);
  const strip = await readExecutionStrip(bench.person(), id);
  assert.deepEqual(
    strip.map((run) => run.id),
    runIds.slice(-30),
  );
  assert.equal(strip[0]?.durationMs, 60_000);
});

test("another domain's schedule does not exist", async () => {
  const other = bench.person(undefined, [await makeDomain(bench.sql, "borealis.example")]);
  await assert.rejects(listExecutions(other, id, ExecutionsInput.parse({})), (error) =>
    isRefusal(error, "not-found"),
  );
  await assert.rejects(readExecutionStrip(other, id), (error) => isRefusal(error, "not-found"));
});
