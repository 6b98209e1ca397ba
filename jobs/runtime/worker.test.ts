import assert from "node:assert/strict";
import type { ChildProcess } from "node:child_process";
import { after, before, test } from "node:test";
import { stopRun } from "#lib/runs/stop.ts";
import type { Viewer } from "#lib/access/viewer.ts";
import { loadPerson } from "#lib/people/load-person.ts";
import { startRun } from "#lib/runs/start.ts";
import { Bench } from "./testing/bench.ts";

let bench: Bench;
let worker: ChildProcess;

before(async () => {
  bench = await Bench.open("worker");
  worker = await bench.worker();
});

after(() => bench.close());

test("a run is executed, counted, logged and told of", async () => {
  const id = await bench.start("count", { rows: 250, refuseEvery: 50 });
  const run = await bench.reaches(id, "completed-with-warnings");
  assert.equal(run.message, "245 created, 5 invalid");
  assert.deepEqual(
    [run["progress_done"], run["progress_total"], run["issue_count"]],
    ["1000", "1000", 5],
  );
  const steps =
    await bench.sql`select name, status, progress_done, tallies, ended_at >= started_at as is_ordered from steps where run_id = ${id} order by position`;
  assert.deepEqual(
    steps.map((step) => [step["name"], step["status"], step["progress_done"], step["is_ordered"]]),
    [
      ["look", "completed", "1", true],
      ["write", "completed", "250", true],
    ],
  );
  const lines = await bench.sql`select seq, step, message from log_lines where run_id = ${id}`;
  assert.deepEqual(
    lines.map((line) => [line["seq"], line["step"], line["message"]]),
    [[1, "write", "begins at 0"]],
  );
  const rows =
    await bench.sql`select cells, row_number from refused_rows where run_id = ${id} order by seq`;
  assert.deepEqual(
    rows.map((row) => row["cells"]),
    [["0"], ["50"], ["100"], ["150"], ["200"]],
  );
});

test("the person who started it finds a notice", async () => {
  const [user] =
    await bench.sql`insert into users (id, email, name) values (gen_random_uuid(), 'a@people.example', 'A') returning id`;
  const [role] = await bench.sql`select id from roles where name = 'system-administrator'`;
  await bench.sql`
    insert into memberships (id, user_id, role_id, all_domains) values (gen_random_uuid(), ${user?.["id"]}, ${role?.["id"]}, true)`;
  // Later, or a claim comes between the start and the next line.
  const startAt = new Date(Date.now() + 1_500);
  const id = await bench.start("sleepy", { ms: 300 }, { startAt });
  await bench.sql`update runs set started_by = ${user?.["id"]} where id = ${id}`;
  await bench.reaches(id, "completed");
  const notices = await bench.sql`select user_id, outcome, title from notices where run_id = ${id}`;
  assert.deepEqual(
    notices.map((notice) => [notice["user_id"], notice["outcome"], notice["title"]]),
    [[user?.["id"], "completed", "sleepy"]],
  );
});

const TAKINGS: Record<string, (userId: string) => Promise<unknown>> = {
  "his membership is taken away": (id) => bench.sql`delete from memberships where user_id = ${id}`,
  "his role loses the permission": (id) =>
    bench.sql`update roles set permissions = array_remove(permissions, 'runs.start') where id in
      (select role_id from memberships where user_id = ${id})`,
  "he is given no domain any more": (id) =>
    bench.sql`update memberships set all_domains = false where user_id = ${id}`,
  "he is disabled": (id) => bench.sql`update users set status = 'disabled' where id = ${id}`,
};

for (const [what, take] of Object.entries(TAKINGS)) {
  test(`S8: ${what} after the start: the worker refuses before the first effect, and says so`, async () => {
    const userId = await personWith(["runs.start", "runs.view-all"]);
    const viewer = (await loadPerson(userId)) as Viewer;
    const [later] = await bench.sql`select app_now() + interval '3 seconds' as at`;
    const input = { domainId: bench.domainId, title: "later", startAt: later?.["at"] as Date };
    const { runId } = await startRun(viewer, "count", { ...input, parameters: { rows: 5 } });
    await take(userId);
    const run = await bench.reaches(runId, "failed");
    assert.deepEqual([run["error_code"], run.attempt], ["not-permitted", 1]);
    const [effects] =
      await bench.sql`select count(*)::int as n from products where created_by_run = ${runId}`;
    assert.equal(effects?.["n"], 0);
    const [attempt] =
      await bench.sql`select outcome, error_code from attempts where run_id = ${runId}`;
    assert.deepEqual({ ...attempt }, { outcome: "failed", error_code: "not-permitted" });
  });
}

/** A person with a role of his own that holds these permissions everywhere. */
async function personWith(permissions: string[]): Promise<string> {
  const [user] = await bench.sql`insert into users (id, email, name)
    values (gen_random_uuid(), gen_random_uuid() || '@people.example', 'Starter') returning id`;
  const [role] = await bench.sql`insert into roles (id, name, title, permissions)
    values (gen_random_uuid(), gen_random_uuid(), 'Trial', ${permissions}) returning id`;
  await bench.sql`insert into memberships (id, user_id, role_id, all_domains)
    values (gen_random_uuid(), ${user?.["id"]}, ${role?.["id"]}, true)`;
  return user?.["id"] as string;
}

test("parameters that do not fit any more fail before the first effect", async () => {
  const id = await bench.start("count", { rows: 5 }, { startAt: new Date(Date.now() + 1_500) });
  await bench.sql`update runs set parameters = '{"rows":"many"}' where id = ${id}`;
  const run = await bench.reaches(id, "failed");
  assert.deepEqual([run["error_code"], run.attempt], ["parameters", 1]);
});

test("a failure that the policy forgives is tried again later and goes on from its checkpoint", async () => {
  const id = await bench.start("count", { rows: 400, failAt: 200, prefix: "again" });
  await bench.sql`update job_types set declaration = declaration`;
  const failed = await bench.reaches(id, ["failed", "completed"]);
  // This type is never repeated by itself; a person does it.
  assert.equal(failed.status, "failed");
  assert.equal(failed["error_code"], "trial");
  const [attempt] = await bench.sql`select error_trace from attempts where run_id = ${id}`;
  assert.match(String(attempt?.["error_trace"]), /JobError: It fails here once\.[\s\S]*run\.ts/);
  const { retryRun } = await import("#lib/runs/retry.ts");
  await retryRun(bench.viewer, { runId: id });
  const run = await bench.reaches(id, "completed");
  assert.deepEqual([run.attempt, run.message], [2, "400 created"]);
  const [effects] =
    await bench.sql`select count(*)::int as n from products where created_by_run = ${id}`;
  assert.equal(effects?.["n"], 400);
});

test("a stop is obeyed at the next chunk, and what was done is told", async () => {
  const id = await bench.start("count", {
    rows: 100_000,
    perChunk: 50,
    pauseMs: 20,
    prefix: "stopped",
  });
  await bench.until(
    "some progress",
    async () =>
      Number((await bench.run(id))["progress_done"]) > 0 || (await bench.run(id))["checkpoint"],
  );
  const beganMs = performance.now();
  await stopRun({ ...bench.viewer, name: "Ada" }, { runId: id });
  const run = await bench.reaches(id, "stopped");
  assert.ok(performance.now() - beganMs < 3_000);
  const [effects] =
    await bench.sql`select count(*)::int as n from products where created_by_run = ${id}`;
  const [step] =
    await bench.sql`select status, tallies from steps where run_id = ${id} and name = 'write'`;
  assert.deepEqual([step?.["status"], step?.["tallies"]], ["stopped", { created: effects?.["n"] }]);
  assert.match(String(run.message), /^Stopped by Ada after [\d,]+ created; [\d,]+ left$/);
});

test("a handler that ignores its stop is ended by force, and writes nothing after", async () => {
  const id = await bench.start("sleepy", { ms: 60_000, obeys: false });
  await bench.reaches(id, "running");
  const beganMs = performance.now();
  await stopRun(bench.viewer, { runId: id });
  assert.equal((await bench.run(id)).status, "stopping");
  const run = await bench.reaches(id, "stopped");
  assert.ok(performance.now() - beganMs < 1_000 + 6_000, "grace of 1 s, SIGTERM, and it is gone");
  assert.match(String(run.message), /by force/);
  const next = await bench.start("sleepy", { ms: 1 });
  await bench.reaches(next, "completed");
});

test("a stop that finds the handler asleep with its signal is obeyed at once", async () => {
  const id = await bench.start("sleepy", { ms: 60_000 });
  await bench.reaches(id, "running");
  await stopRun(bench.viewer, { runId: id });
  await bench.reaches(id, "stopped", 2);
});

test("an idle worker ends within two seconds and changes no run", async () => {
  const tookMs = await bench.end(worker);
  assert.ok(tookMs < 2_000, `${tookMs} ms`);
  const [row] = await bench.sql`select state from workers where pid = ${worker.pid as number}`;
  assert.equal(row?.["state"], "stopped");
});
