import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { after, afterEach, before, test } from "node:test";
import { setTimeout as sleep } from "node:timers/promises";
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

test("long lines are cut with a mark; what the database refuses is replaced", async () => {
  const worker = await bench.worker();
  const id = await bench.start(
    "chatty",
    { times: 2, text: `%nul${"y".repeat(20_000)}` },
    { title: "long" },
  );
  await bench.reaches(id, "completed");
  const [first] = await linesOf(id);
  assert.match(String(first?.["message"]), /^0 \ufffd\ufffdy+… \(12004 more characters\)$/);
  await bench.end(worker);
});

const rssMb = (pid: number) =>
  (Number(readFileSync(`/proc/${pid}/statm`, "utf8").split(" ")[1]) * 4096) / 1e6;
