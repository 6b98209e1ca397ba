import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { after, afterEach, before, test } from "node:test";
import { setTimeout as sleep } from "node:timers/promises";
import { logText } from "#lib/runs/log-text.ts";
import { Bench } from "./testing/bench.ts";

let bench: Bench;

before(async () => {
  bench = await Bench.open("log");
});

afterEach(() => bench.killWorkers());

after(() => bench.close());

const linesOf = (id: number) =>
  bench.sql`select seq, level, message, at from log_lines where run_id = ${id} order by seq`;

test("lines that are older than a second survive a kill -9", async () => {
  const worker = await bench.worker();
  const id = await bench.start("chatty", { times: 10_000, pauseMs: 10 });
  await bench.until("some lines", async () => (await linesOf(id)).length > 100);
  const [clock] = await bench.sql`select app_now() as now`;
  await bench.end(worker, "SIGKILL");
  await sleep(300);
  const lines = await linesOf(id);
  const numbers = lines.map((line) => Number(String(line["message"]).split(" ")[0]));
  assert.deepEqual(
    numbers,
    numbers.map((_, at) => at),
    "none is missing among them",
  );
  const silentMs = Number(clock?.["now"]) - Number(lines.at(-1)?.["at"]);
  assert.ok(silentMs < 1_000, `the last line was said ${silentMs} ms before the kill`);
  await bench.sql`update runs set status = 'cancelled' where id = ${id}`;
});

test("a log without end costs a bounded place and no memory, and says what was left out", async () => {
  const worker = await bench.worker({ WORKER_SLOTS: "1" });
  const id = await bench.start("chatty", { times: 1_000_000, text: "x".repeat(60) });
  let worstMb = 0;
  await bench.until(
    "its end",
    async () => {
      worstMb = Math.max(worstMb, rssMb(worker.pid as number));
      return (await bench.run(id)).status === "completed";
    },
    60,
  );
  const lines = await linesOf(id);
  const run = await bench.run(id);
  assert.ok(lines.length < 100_000, `${lines.length} lines`);
  assert.ok(lines.some((line) => /lines were left out here/.test(String(line["message"]))));
  assert.equal(run["log_seq"], lines.at(-1)?.["seq"]);
  assert.ok(worstMb < 300, `${worstMb} MB`);
  await bench.end(worker);
});

test("S28: lines with returns, escapes, NUL, direction marks and a megabyte are one record each, 8 kB at most", async () => {
  const worker = await bench.worker();
  const hostile = [
    "first\r\nsecond\rthird\n9\t2026-01-01T00:00:00.000Z\terror\t-\tforged",
    "\u001b[31mred\u001b[0m \u001b]0;title\u0007 \u009b1m",
    "%nul and half",
    "abc\u202etxt.exe \u2066x\u2069 \ufeff\u2028\u2029",
    "💣".repeat(500),
    "y".repeat(500),
  ];
  for (const text of hostile) {
    const id = await bench.start("chatty", { times: 3, text }, { title: text.slice(0, 40) });
    await bench.reaches(id, "completed");
    assert.equal((await linesOf(id)).length, 3, JSON.stringify(text.slice(0, 20)));
    const { text: download } = await logText(bench.viewer, id);
    const written = (await Array.fromAsync(download)).join("");
    assert.equal(written.split("\n").filter((line) => /^\d+\t/.test(line)).length, 3);
    assert.doesNotMatch(written.replaceAll(/[\n\t]/g, ""), /[\p{Cc}\u202a-\u202e\u2066-\u2069]/u);
  }
  for (const text of ["y", "💣", "\u001b"]) {
    const id = await bench.start("chatty", { times: 1, text, repeat: 1_000_000 / text.length });
    await bench.reaches(id, "completed");
    const [line, ...more] = await linesOf(id);
    assert.equal(more.length, 0);
    const message = String(line?.["message"]);
    assert.match(message, /… \(\d{6} more characters\)$/);
    assert.ok(Buffer.byteLength(message) <= 8192, `${Buffer.byteLength(message)} bytes`);
  }
  await bench.end(worker);
});

test("long lines are cut with a mark; what the database refuses is replaced", async () => {
  const worker = await bench.worker();
  const id = await bench.start(
    "chatty",
    { times: 2, text: `%nul${"y".repeat(20_000)}` },
    { title: "long" },
  );
  await bench.reaches(id, "completed");
  const [first] = await linesOf(id);
  assert.match(String(first?.["message"]), /^0 \ufffd\ufffdy+… \(12008 more characters\)$/);
  await bench.end(worker);
});

const rssMb = (pid: number) =>
  (Number(readFileSync(`/proc/${pid}/statm`, "utf8").split(" ")[1]) * 4096) / 1e6;
