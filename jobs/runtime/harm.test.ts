import assert from "node:assert/strict";
import type { ChildProcess } from "node:child_process";
import { after, before, test } from "node:test";
import { Bench } from "./testing/bench.ts";

let bench: Bench;
let worker: ChildProcess;

before(async () => {
  bench = await Bench.open("harm");
  worker = await bench.worker({ HANDLER_MEMORY_MB: "220", WORKER_SLOTS: "3" });
});

after(() => bench.close());

/** What the run says of each way to take a process along, and that the neighbours do not notice. */
const HARMS: Array<[string, RegExp]> = [
  ["exit", /ended its process \(exit code 0\) instead of returning/],
  ["abort", /signal SIGABRT/],
  ["throw-later", /thrown out of reach/],
  ["reject-later", /rejected out of reach/],
];

for (const [how, reason] of HARMS) {
  test(`${how}: two crashes quarantine it with the true reason, neighbours complete`, async () => {
    const harmful = await bench.start("misbehave", { how });
    const neighbours = await Promise.all([1, 2].map(() => bench.start("sleepy", { ms: 400 })));
    const run = await bench.reaches(harmful, "failed");
    assert.deepEqual([run["error_code"], run["crash_count"], run.attempt], ["crashed", 2, 2]);
    assert.ok(run["quarantined_at"]);
    const told = await bench.sql`select kind from sweep_findings where run_id = ${harmful}`;
    assert.deepEqual([...told], [{ kind: "quarantine" }]);
    assert.match(String(run["error_message"]), reason);
    for (const id of neighbours) {
      const neighbour = await bench.reaches(id, "completed");
      assert.equal(neighbour.attempt, 1);
    }
    assert.equal(worker.exitCode, null);
  });
}

for (const how of ["heap", "buffers"]) {
  test(`${how}: a handler without end of memory dies of it, neighbours do not`, async () => {
    const harmful = await bench.start("misbehave", { how });
    const neighbour = await bench.start("sleepy", { ms: 2_000 });
    const run = await bench.reaches(harmful, "failed", 60);
    assert.equal(run["error_code"], "out-of-memory");
    assert.match(String(run["error_message"]), /ran out of memory: it may use 220 MB/);
    assert.equal((await bench.reaches(neighbour, "completed")).attempt, 1);
  });
}

test("an error that is thrown as usual is no crash and is repeated by its policy", async () => {
  const id = await bench.start("misbehave", { how: "throw" });
  const run = await bench.reaches(id, "failed");
  assert.deepEqual(
    [run["error_code"], run.attempt, run["crash_count"], run["quarantined_at"]],
    ["error", 3, 0, null],
  );
});

test("a handler that blocks its process harms no heartbeat and is not started a second time", async () => {
  const id = await bench.start("misbehave", { how: "busy", seconds: 5 });
  await bench.reaches(id, "running");
  let worstSeconds = 0;
  await bench.until("its end", async () => {
    const [row] =
      await bench.sql`select extract(epoch from app_now() - heartbeat_at)::float8 as silent from workers where pid = ${worker.pid as number}`;
    worstSeconds = Math.max(worstSeconds, Number(row?.["silent"]));
    return (await bench.run(id)).status === "completed";
  });
  assert.ok(worstSeconds < 3, `${worstSeconds} s`);
  assert.deepEqual([(await bench.run(id)).claim, (await bench.run(id)).attempt], [1, 1]);
});
