import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { createTestDatabase } from "#e2e/support/database.ts";
import {
  makeDomain,
  makeLogLines,
  makeRun,
  makeSteps,
  makeUser,
  ownerSql,
} from "#e2e/support/run-rows.ts";
import { personIn } from "#e2e/support/viewers.ts";
import { productImport } from "#jobs/product-import/job.ts";
import type { Viewer } from "../access/viewer.ts";
import { registerJobTypes } from "../job-types/find.ts";
import { closeDatabase } from "../platform/db.ts";
import { newId } from "../platform/ids.ts";
import { isRefusal } from "../text/refusal.ts";
import { getRun } from "./get.ts";
import { issuesCsv } from "./issues-csv.ts";
import { findInLog } from "./log-facts.ts";
import { logText } from "./log-text.ts";
import { listIssues } from "./list-issues.ts";
import { markLogRead } from "./mark-log-read.ts";
import { readLog } from "./read-log.ts";
import { refusedRowsCsv } from "./refused-rows-csv.ts";
import { stopRun } from "./stop.ts";

const database = await createTestDatabase("read_run");
process.env["DATABASE_URL"] = database.ownerUrl;
process.env["DATABASE_URL_WEB"] = database.webUrl;
const sql = ownerSql();
let viewer: Viewer;
let domain: { id: string; name: string };
let userId: string;

before(async () => {
  registerJobTypes([productImport]);
  domain = { id: await makeDomain(sql, "alpine.example"), name: "alpine.example" };
  userId = await makeUser(sql, "Trial person");
  viewer = personIn({ userId, domain });
});

after(async () => {
  await closeDatabase();
  await sql.end();
  await database.drop();
});

const run = (values: Record<string, unknown> = {}) =>
  makeRun(sql, { domain_id: domain.id, started_by: userId, ...values });

const text = async (pieces: AsyncIterable<string>) => (await Array.fromAsync(pieces)).join("");

const LINES = Array.from({ length: 1000 }, (_, at) => ({
  level: at % 10 === 0 ? "warning" : at % 2 === 0 ? "debug" : "info",
  step: at < 100 ? "check-file" : "write-products",
  message: `line ${at + 1}${at === 499 ? " with 100 %_ petrol" : ""}`,
}));

test("every place of a log is read without gap or overlap, with any filter", async () => {
  const runId = await run({ status: "running" });
  await makeLogLines(sql, runId, LINES);
  const filter = { levels: ["warning", "info"] as const, step: "write-products" };
  const wanted = LINES.flatMap((line, at) => (line.level !== "debug" && at >= 100 ? at + 1 : []));
  const seqs: number[] = [];
  for (let from = 0; ;) {
    const part = await readLog(viewer, runId, { after: from }, filter, 77);
    seqs.push(...part.lines.map((line) => line.seq));
    if (part.atEnd) break;
    from = seqs.at(-1) as number;
  }
  assert.deepEqual(seqs, wanted);
  const end = await readLog(viewer, runId, { end: true }, {}, 100);
  assert.deepEqual(
    [end.lines[0]?.seq, end.lines.at(-1)?.seq, end.atStart, end.atEnd, end.lastSeq],
    [901, 1000, false, true, 1000],
  );
  const before = await readLog(viewer, runId, { before: 51 }, {}, 100);
  assert.deepEqual([before.lines.length, before.atStart, before.lines.at(-1)?.seq], [50, true, 50]);
  const around = await readLog(viewer, runId, { around: 500 }, {}, 90);
  assert.ok(around.lines.some((line) => line.seq === 500) && !around.atStart && !around.atEnd);
});

test("the whole log is searched, percent and underscore taken as they are", async () => {
  const runId = await run({ status: "running" });
  await makeLogLines(sql, runId, LINES);
  assert.deepEqual((await findInLog(viewer, runId, "100 %_ PETROL", {})).seqs, [500]);
  assert.deepEqual((await findInLog(viewer, runId, "1%0", {})).seqs, []);
});

test("hostile messages are shown as signs, and stay one record in the download", async () => {
  const runId = await run({ status: "completed", ended_at: new Date() });
  await makeLogLines(sql, runId, [
    { message: "\u001b[2J<script>\r\n\u202Eevil" },
    { message: "next" },
  ]);
  const { lines } = await readLog(viewer, runId, { end: true }, {});
  assert.equal(lines[0]?.message, "\\x1b[2J<script>\\x0d\n\\u202eevil");
  const log = await text((await logText(viewer, runId)).text);
  const records = log.split("\n").filter((line) => /^\d/.test(line));
  assert.equal(records.length, 2);
  assert.match(log, /# Completed/);
});

test("reading is remembered for one viewer, never goes back and never beyond the last line", async () => {
  const runId = await run({ status: "running" });
  await makeLogLines(sql, runId, LINES.slice(0, 50));
  const other = personIn({ userId: await makeUser(sql, "Another"), domain });
  await markLogRead(viewer, { runId, seq: 30 });
  await markLogRead(viewer, { runId, seq: 10 });
  assert.equal((await getRun(viewer, runId)).unread, 20);
  await markLogRead(viewer, { runId, seq: 999 });
  await makeLogLines(sql, runId, [{ message: "new" }], 51);
  assert.equal((await getRun(viewer, runId)).unread, 1);
  assert.equal((await getRun(other, runId)).unread, 51);
});

test("issues are paged by keyset, searched, and harmless in a spreadsheet", async () => {
  const runId = await run({ status: "running" });
  await makeIssues(runId, 120);
  const first = await listIssues(viewer, runId, { code: "option-unknown", limit: 50 });
  const second = await listIssues(viewer, runId, {
    code: "option-unknown",
    limit: 50,
    after: first.next ?? 0,
  });
  const third = await listIssues(viewer, runId, {
    code: "option-unknown",
    limit: 50,
    after: second.next ?? 0,
  });
  assert.deepEqual(
    [first.rows.length, second.rows.length, third.rows.length, third.next],
    [50, 50, 20, null],
  );
  assert.equal((await listIssues(viewer, runId, { text: "=cmd119" })).rows.length, 1);
  assert.equal((await listIssues(viewer, runId, { text: "%" })).rows.length, 0);
  const csv = await text((await issuesCsv(viewer, runId)).text);
  assert.equal(csv.trimEnd().split("\r\n").length, 121);
  assert.match(csv, /,'=cmd7,/);
});

test("refused rows come in the input's own format, cells unchanged, with a reason", async () => {
  const format = { delimiter: ";", quote: '"', newline: "\n", bom: false };
  const runId = await run({
    status: "stopped",
    title: "week13.csv",
    parameters: sql.json({ header: ["sku", "name"], format }),
  });
  await makeIssues(runId, 2);
  const { name, text: pieces } = await refusedRowsCsv(viewer, runId);
  assert.equal(name, "week13-refused.csv");
  assert.equal(
    await text(pieces),
    'sku;name;reason\n=sku0;"a;b";not an option\n=sku1;"a;b";not an option\n',
  );
});

test("without the right to the domain's products nothing of a file is given away, and the page says so", async () => {
  const blind = personIn({
    userId: await makeUser(sql, "Blind"),
    domain,
    permissions: ["runs.view-all"],
  });
  const runId = await run({ status: "completed", started_by: null });
  await makeIssues(runId, 1);
  await assert.rejects(
    issuesCsv(blind, runId),
    (error) => isRefusal(error, "forbidden") && /products\.view/.test(error.message),
  );
  await assert.rejects(refusedRowsCsv(blind, runId), (error) => isRefusal(error, "forbidden"));
  assert.match((await getRun(blind, runId)).files.obstacle ?? "", /products\.view/);
});

test("another domain's run is in no reading", async () => {
  const elsewhere = await makeDomain(sql, "borealis.example");
  const runId = await run({ domain_id: elsewhere, status: "running" });
  await makeLogLines(sql, runId, LINES.slice(0, 3));
  const reads = [
    () => getRun(viewer, runId),
    () => readLog(viewer, runId, { end: true }, {}),
    () => findInLog(viewer, runId, "line", {}),
    () => listIssues(viewer, runId, {}),
    () => logText(viewer, runId),
    () => issuesCsv(viewer, runId),
    () => refusedRowsCsv(viewer, runId),
    () => markLogRead(viewer, { runId, seq: 1 }),
  ];
  for (const each of reads) await assert.rejects(each, (error) => isRefusal(error, "not-found"));
});

test("a run is read with its steps, what happened, and secrets masked", async () => {
  const runId = await run({
    status: "running",
    started_at: new Date(),
    attempt: 1,
    claim: 1,
    parameters: sql.json({ ftpPassword: "geheim" }),
  });
  await makeSteps(sql, runId, [
    {
      status: "completed",
      started_at: new Date(Date.now() - 2000),
      ended_at: new Date(),
      title: "Check file",
      tallies: sql.json({ created: 3 }),
    },
    {
      status: "running",
      started_at: new Date(),
      progress_done: 1,
      progress_total: 100,
      title: "Write products",
    },
  ]);
  await sql`insert into attempts (run_id, claim, attempt, domain_id, worker_name, started_at) values (${runId}, 1, 1, ${domain.id}, 'nightly-2', now())`;
  await stopRun(viewer, { runId, reason: "wrong file" });
  const detail = await getRun(viewer, runId);
  assert.ok(!JSON.stringify(detail).includes("geheim"));
  assert.deepEqual(
    detail.steps.map((step) => [step.title, step.status, step.tallies[0]?.label]),
    [
      ["Check file", "completed", productImport.tallies.created],
      ["Write products", "running", undefined],
    ],
  );
  const told = detail.history.map((entry) => [entry.text, entry.note]);
  assert.deepEqual(told.slice(-1), [["Trial person asked it to stop", "wrong file"]]);
  assert.ok(told.some(([what]) => what === "nightly-2 took it, attempt 1"));
  assert.equal(detail.run.status, "stopping");
});

test("why it waits: nobody works, then the line, then the limit", async () => {
  const lane = { id: await makeDomain(sql, "cobalt.example"), name: "cobalt.example" };
  const waits = personIn({ userId, domain: lane });
  const runId = await run({ domain_id: lane.id, status: "queued" });
  const reason = async () =>
    (await getRun(waits, runId)).waiting?.checks.find((check) => check.state === "reason");
  assert.equal((await reason())?.key, "worker");
  await sql`insert into workers (id, name, host, pid, version, state, slots, job_types, started_at, heartbeat_at)
    values (${newId()}, 'nightly-2', 'h', 1, '1', 'alive', 4, ${["product-import"]}, now(), now())`;
  assert.equal(await reason(), undefined);
  const first = await run({ domain_id: lane.id, status: "running", title: "one.csv" });
  await run({ domain_id: lane.id, status: "running", title: "two.csv" });
  const limit = await reason();
  assert.equal(limit?.key, "limit");
  assert.ok(limit?.remedies.some((remedy) => remedy.href === `/process-tracker/${first}`));
  await sql`update runs set status = 'deferred', start_at = now() + interval '1 hour' where id = ${runId}`;
  assert.equal((await reason())?.key, "time");
});

async function makeIssues(runId: number, count: number): Promise<void> {
  const [row] = await sql`select created_at from runs where id = ${runId}`;
  const key = { run_created_at: row?.["created_at"] as Date, run_id: runId, domain_id: domain.id };
  const rows = Array.from({ length: count }, (_, at) => at);
  await sql`insert into issue_groups ${sql({ run_id: runId, domain_id: domain.id, code: "option-unknown", severity: "refused", issue_count: count, columns: ["colour"], sample: "no option" })}`;
  await sql`insert into issues ${sql(rows.map((at) => ({ ...key, seq: at + 1, severity: "refused", code: "option-unknown", row_number: at + 2, column_name: "colour", value: `=cmd${at}`, message: `no option: ${at}` })))}`;
  for (const at of rows) {
    await sql`insert into refused_rows ${sql({ ...key, seq: at + 1, row_number: at + 2, cells: [`=sku${at}`, "a;b"], reason: "not an option" })}`;
  }
}
