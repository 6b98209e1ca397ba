import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { found, JobBench } from "#e2e/support/job-bench.ts";
import { makeRun } from "#e2e/support/run-rows.ts";
import { newId } from "#lib/platform/ids.ts";

let jobs: JobBench;
let letSweep: () => Promise<void>;
const start = { domainId: null };

before(async () => {
  jobs = await JobBench.open("sweeps");
  // What is between two claims here stays there.
  letSweep = await jobs.holdBack("nightshift sweep");
});
after(() => jobs.close());

const job = "lost-run-sweep-report";

/** 100,000 findings of which an earlier report has told. */
async function makeHistory(): Promise<void> {
  await jobs.sql`
    insert into sweep_findings (id, kind, found_at, worker_name, run_id, claim, job_type, outcome, reported_by)
    select gen_random_uuid(), case n % 3 when 0 then 'worker' when 1 then 'run' else 'quarantine' end,
      now() - make_interval(mins => n), 'old', n, 1, 'product-import', case when n % 3 = 1 then 'failed' end, 1
    from generate_series(1, 100000) n`;
  await jobs.sql`analyze sweep_findings`;
}

const finding = (values: Record<string, unknown>) =>
  jobs.sql`insert into sweep_findings ${jobs.sql({ id: newId(), found_at: new Date(), ...values })}`;

const taken = (runId: number, outcome: string | null) =>
  finding({
    kind: "run",
    worker_name: "north",
    run_id: runId,
    claim: 1,
    job_type: "product-import",
    outcome,
  });

test("with nothing found it says so", async () => {
  const done = await jobs.run(job, {}, start);
  assert.equal(done.run.status, "completed", String(done.run["error_message"]));
  assert.deepEqual(done.log, [
    "info The first report",
    "info No worker was lost, nothing was taken over and nothing quarantined",
  ]);
});

test("of 100,000 findings those are told that no report has told of, and the figures add up", async () => {
  await makeHistory();
  const ofDomain = { domain_id: jobs.domainId, claim: 1 };
  const between = await makeRun(jobs.sql, { ...ofDomain, status: "interrupted" });
  const settled = await makeRun(jobs.sql, { ...ofDomain, status: "settled", claim: 1 });
  await finding({
    kind: "worker",
    worker_name: "north",
    last_sign_at: new Date("2026-03-01T02:00:00Z"),
  });
  await finding({ kind: "worker", worker_name: "south", last_sign_at: new Date() });
  for (const runId of [11, 12, 13]) await taken(runId, "resumed");
  await taken(21, "failed");
  await taken(31, "stopped");
  await taken(settled, null);
  await taken(between, null);
  await finding({ kind: "quarantine", run_id: 41, claim: 2, job_type: "product-import" });
  const done = await jobs.run(job, {}, start);
  assert.equal(done.run.status, "completed-with-warnings", String(done.run["error_message"]));
  const tallies = done.tallies["tell"] ?? {};
  assert.deepEqual(tallies, {
    workers: 2,
    taken: 6,
    resumed: 3,
    failed: 1,
    stopped: 1,
    "by-hand": 1,
    quarantined: 1,
    undecided: 1,
  });
  assert.deepEqual(found(done, "worker-lost"), ["north", "south"]);
  assert.deepEqual(found(done, "run-given-up"), ["21"]);
  assert.deepEqual(found(done, "run-quarantined"), ["41"]);
  assert.equal(done.issues.length, 4);
  assert.match(done.log[0] ?? "", /^info Since the last report, /);
  const north = /Worker north was lost; its last sign of life was Sun 1 March 2026, 02:00:00 UTC/;
  assert.ok(
    done.log.some((line) => north.test(line)),
    done.log.join("\n"),
  );
  assert.ok(done.log.includes("info #21 product-import: taken from north, given up"));
  assert.ok(
    done.log.includes(
      "info 2 workers lost, 6 runs taken over: 3 went on with another worker, 1 given up, 1 stopped, as had been asked, 1 decided by a person",
    ),
    done.log.join("\n"),
  );
});

test("what was told is not told again; what was not decided is told when it is", async () => {
  await jobs.sql`update sweep_findings set outcome = 'resumed' where outcome is null and kind = 'run'`;
  const done = await jobs.run(job, {}, start);
  assert.equal(done.run.status, "completed");
  const { taken = 0, resumed = 0, workers = 0, undecided = 0 } = done.tallies["tell"] ?? {};
  assert.deepEqual([taken, resumed, workers, undecided], [1, 1, 0, 0]);
});

test("5,000 findings of one night are all counted; the log stays readable", async () => {
  await jobs.sql`insert into sweep_findings (id, kind, found_at, worker_name, run_id, claim, job_type, outcome)
    select gen_random_uuid(), 'run', now(), 'east', n, 1, 'product-import', 'resumed' from generate_series(1, 5000) n`;
  const done = await jobs.run(job, {}, start);
  assert.equal(done.tallies["tell"]?.["taken"], 5_000);
  assert.equal(done.log.length, 504);
  assert.ok(done.log.includes("info and 4,500 more"));
});

test("a worker that is killed under a run is told of by the next report, with what became of the run", async () => {
  await letSweep();
  const id = await jobs.bench.start("password-expiry-reminders", {});
  await jobs.finished(id);
  jobs.bench.killWorkers();
  // As it stands when a worker dies under it.
  await jobs.sql`update runs set status = 'running', ended_at = null, worker_id = (select id from workers where state = 'alive') where id = ${id}`;
  await jobs.bench.worker({}, "../../worker.ts");
  await jobs.bench.until("the sweep", async () => {
    const [row] =
      await jobs.sql`select 1 from sweep_findings where run_id = ${id} and outcome = 'resumed' and worker_id is not null`;
    return row;
  });
  const done = await jobs.run(job, {}, start);
  assert.equal(done.issues.length, 1);
  assert.equal(done.issues[0]?.code, "worker-lost");
  const { workers, taken, resumed } = done.tallies["tell"] ?? {};
  assert.deepEqual([workers, taken, resumed], [1, 1, 1]);
  assert.ok(
    done.log.some((line) => line.startsWith(`info #${id} password-expiry-reminders: taken from`)),
  );
});
