import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { appendLog } from "#lib/runs/append-log.ts";
import { claimRuns, type ClaimedRun } from "#lib/runs/claim.ts";
import { registerWorker } from "#lib/workers/register.ts";
import { LogBook } from "./parent/log-book.ts";
import { Bench } from "./testing/bench.ts";

let bench: Bench;
let run: ClaimedRun;

before(async () => {
  bench = await Bench.open("log_book", "worker");
  const worker = await registerWorker({ name: "one", version: "1", slots: 1 });
  await bench.start("sleepy", { ms: 1 });
  [run] = (await claimRuns(worker, 1)).runs as [ClaimedRun];
});

after(() => bench.close());

const lines = (from: number, count: number, size: number) =>
  Array.from({ length: count }, (_, at) => ({
    level: "info" as const,
    step: null,
    message: `${from + at} ${"z".repeat(size)}`,
    agoMs: 0,
  }));

test("of a log over its limit beginning and end are kept, with a line between them that says how much went", async () => {
  const book = new LogBook(run, () => undefined, 100_000);
  for (let from = 0; from < 600; from += 20) {
    book.add(lines(from, 20, 1_000));
    await book.flush();
  }
  const rows =
    await bench.sql`select seq, message from log_lines where run_id = ${run.id} order by seq`;
  const numbers = rows.map((row) => Number(String(row["message"]).split(" ")[0]));
  const cut = rows.find((row) => /lines were cut here/.test(String(row["message"])));
  assert.deepEqual(
    numbers.slice(0, 80),
    Array.from({ length: 80 }, (_, at) => at),
  );
  assert.equal(numbers.at(-1), 599);
  assert.equal(cut?.["seq"], 81);
  const [size] =
    await bench.sql`select sum(octet_length(message))::int as bytes from log_lines where run_id = ${run.id}`;
  assert.ok(Number(size?.["bytes"]) < 250_000, `${size?.["bytes"]} bytes`);
  const gone = 600 - rows.length + 1;
  assert.match(String(cut?.["message"]), new RegExp(`^${gone} lines were cut here`));
});

test("lines that the database refuses are counted, and the log goes on", async () => {
  await bench.sql`create function refuse_log() returns trigger language plpgsql as $$ begin raise exception using errcode = '53100'; end $$`;
  const book = new LogBook(run, () => undefined);
  await bench.sql`create trigger disk_full before insert on log_lines for each row execute function refuse_log()`;
  book.add(lines(1_000, 5, 10));
  await book.flush();
  await bench.sql`drop trigger disk_full on log_lines`;
  book.add(lines(2_000, 1, 10));
  await book.flush();
  const rows =
    await bench.sql`select message from log_lines where run_id = ${run.id} order by seq desc limit 2`;
  assert.match(String(rows[0]?.["message"]), /^2000 /);
  assert.match(String(rows[1]?.["message"]), /^5 lines before this one could not be stored/);
});

test("the numbers of the lines are the run's own, whoever writes", async () => {
  const before = Number((await bench.run(run.id))["log_seq"]);
  assert.equal(await appendLog({ run, lines: lines(0, 3, 1) }), before + 3);
});

test("lines whose answer was lost are not written again, and the log goes on behind them", async () => {
  const said = lines(0, 3, 1);
  const [before] = await bench.sql`select log_seq from runs where id = ${run.id}`;
  const after = Number(before?.["log_seq"]);
  const first = await appendLog({ run, after, lines: said });
  assert.equal(await appendLog({ run, after, lines: said }), first);
  const [row] = await bench.sql`
    select count(*)::int as n, max(seq) as last from log_lines where run_id = ${run.id} and seq > ${after}`;
  assert.deepEqual([row?.["n"], Number(row?.["last"])], [3, after + 3]);
  assert.equal(await appendLog({ run, after: first, lines: said }), first + 3);
});
