import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { z } from "zod";
import { makeDomain, makeRun, makeSteps, makeUser, ownerSql } from "#e2e/support/run-rows.ts";
import { BUILT_IN_ROLES } from "../access/permissions.ts";
import { read } from "../access/transact.ts";
import type { Viewer } from "../access/viewer.ts";
import { defineJob } from "../job-types/define.ts";
import { registerJobTypes } from "../job-types/find.ts";
import { closeDatabase } from "../platform/db.ts";
import { newId } from "../platform/ids.ts";
import { readRows, type RunRow } from "./row.ts";

const sql = ownerSql();
const jobType = `row-${newId().slice(-12)}`;
let domainId: string;
let userId: string;

before(async () => {
  registerJobTypes([
    defineJob({
      name: jobType,
      title: "Row job",
      description: "",
      kind: "import",
      scope: "domain",
      payloadVersion: 1,
      parameters: z.object({}),
      steps: [],
      tallies: { read: "Read", created: "Created", invalid: "Invalid" },
      stop: { possible: true, meaning: "What is written stays." },
      retry: { attempts: 3, backOffSeconds: [1], afterLostWorker: true, neverFor: [] },
      overlap: "allow",
      concurrencyPerDomain: 2,
      expectedSeconds: 10,
      permissions: { start: "imports.start" },
      dangerous: false,
    }),
  ]);
  domainId = await makeDomain(sql, `row-${newId()}.example`);
  userId = await makeUser(sql, "Sam");
});

after(async () => {
  await sql`delete from workers where host = ${jobType}`;
  await closeDatabase();
  await sql.end();
});

function viewer(role = "operator"): Viewer {
  const permissions = new Set(BUILT_IN_ROLES.find((each) => each.name === role)?.permissions);
  return {
    kind: "person",
    userId,
    sessionId: null,
    name: "Sam",
    email: null,
    timeZone: "UTC",
    address: null,
    grants: [{ role, permissions, domains: [domainId] }],
    domains: [{ id: domainId, name: "here.example", timeZone: "UTC" }],
  };
}

const make = (values: Record<string, unknown>) =>
  makeRun(sql, { job_type: jobType, domain_id: domainId, ...values });
const secondsAgo = (seconds: number) => new Date(Date.now() - seconds * 1000);

async function rowOf(id: number, role?: string): Promise<RunRow> {
  const [row] = await read(viewer(role), (tx) => readRows(tx, viewer(role), [id]));
  assert.ok(row, "the run is visible");
  return row;
}

async function makeWorker(heartbeatAgoSeconds: number): Promise<void> {
  await sql`delete from workers where host = ${jobType}`;
  await sql`insert into workers (id, name, host, pid, version, state, slots, job_types, started_at, heartbeat_at)
    values (${newId()}, 'w', ${jobType}, 1, '0', 'alive', 4, ${[jobType]}, now(), ${secondsAgo(heartbeatAgoSeconds)})`;
}

test("a row is plain JSON in the order asked for, without parameters and without what the viewer can't see", async () => {
  const theirs = await makeRun(sql, {
    domain_id: await makeDomain(sql, `other-${newId()}.example`),
    title: "theirs",
  });
  const [one, two] = [
    await make({ parameters: sql.json({ secret: "hush" }), started_by: userId }),
    await make({}),
  ];
  const rows = await read(viewer(), (tx) => readRows(tx, viewer(), [two, theirs, one]));
  assert.deepEqual(
    rows.map((row) => row.id),
    [two, one],
  );
  assert.deepEqual(JSON.parse(JSON.stringify(rows)), rows);
  assert.ok(!JSON.stringify(rows).includes("hush"));
  assert.equal(rows[1]?.startedBy?.name, "Sam");
});

test("no time left is told below 10 % or three earlier runs, and then it is a number", async () => {
  const running = {
    status: "running",
    started_at: secondsAgo(30),
    step_count: 1,
    step_position: 1,
    progress_total: 1000,
    claim: 1,
  };
  const half = await make({ ...running, progress_done: 500 });
  assert.equal((await rowOf(half)).timeLeft, "estimating");
  for (let n = 0; n < 3; n += 1)
    await make({ status: "completed", started_at: secondsAgo(160), ended_at: secondsAgo(100) });
  const { timeLeft } = await rowOf(half);
  assert.ok(
    typeof timeLeft === "object" &&
      timeLeft !== null &&
      timeLeft.seconds > 20 &&
      timeLeft.seconds < 40,
    JSON.stringify(timeLeft),
  );
  assert.equal((await rowOf(await make({ ...running, progress_done: 99 }))).timeLeft, "estimating");
  assert.equal(
    (await rowOf(await make({ ...running, started_at: secondsAgo(600), progress_done: 900 })))
      .timeLeft,
    "longer-than-usual",
  );
  assert.equal((await rowOf(await make({ status: "queued" }))).timeLeft, null);
  await sql`update runs set status = 'completed', ended_at = started_at where domain_id = ${domainId} and status = 'running'`;
});

test("tallies of all steps add up under their names, and progress is that of the current step", async () => {
  const id = await make({
    status: "running",
    started_at: secondsAgo(1),
    step_position: 2,
    progress_done: 400,
    progress_total: 1000,
    claim: 1,
  });
  await makeSteps(sql, id, [
    { tallies: sql.json({ read: 10, created: 1 }) },
    {
      title: "Write",
      progress_done: 8,
      progress_total: 12,
      tallies: sql.json({ created: 4, odd: 2 }),
    },
  ]);
  const row = await rowOf(id);
  assert.deepEqual(
    row.tallies.map(({ label, count }) => `${count} ${label}`),
    ["10 Read", "5 Created", "2 odd"],
  );
  assert.deepEqual(row.progress, { done: 8, total: 12, share: 0.4 });
  assert.equal(row.stepTitle, "Write");
  assert.equal(row.stopMeaning, "What is written stays.");
  await sql`update runs set status = 'stopped', ended_at = now() where id = ${id}`;
});

test("a queued run says why it waits: no worker, the limit, those before it, a free place", async () => {
  await sql`update runs set status = 'cancelled' where domain_id = ${domainId} and status = 'queued'`;
  const first = await make({ status: "queued" });
  const reason = async (id: number) => (await rowOf(id)).waits?.reason;
  await makeWorker(3600);
  assert.equal(await reason(first), "no worker is alive that runs this job");
  await makeWorker(0);
  assert.equal(await reason(first), "a worker takes it as soon as it has a free place");
  const second = await make({ status: "queued" });
  assert.equal(await reason(second), "1\u00a0run before it");
  assert.equal((await rowOf(second)).waits?.place, "2nd in line");
  for (let n = 0; n < 2; n += 1)
    await make({ status: "running", started_at: secondsAgo(1), claim: 1 });
  const [{ name }] = (await sql`select name from domains where id = ${domainId}`) as unknown as [
    { name: string },
  ];
  assert.equal(await reason(second), `${name} already runs 2 of 2`);
});

test("what may be done and downloaded follows state and role", async () => {
  const failed = await make({
    status: "failed",
    started_by: userId,
    issue_count: 1,
    has_results: true,
  });
  await sql`insert into issue_groups (run_id, code, domain_id, severity, issue_count, columns, sample)
    values (${failed}, 'sku-format', ${domainId}, 'refused', 1, '{}', '')`;
  const file = {
    domain_id: domainId,
    kind: "result",
    run_id: failed,
    content_type: "text/csv",
    size_bytes: 1,
    sha256: "",
    created_at: new Date(),
  };
  const [kept, gone] = [newId(), newId()];
  await sql`insert into files ${sql({ ...file, id: kept, name: "kept.csv", storage_key: kept })}`;
  await sql`insert into files ${sql({ ...file, id: gone, name: "gone.csv", storage_key: gone, expires_at: secondsAgo(1) })}`;
  const operator = await rowOf(failed);
  assert.equal(operator.may.retry, true);
  assert.deepEqual(operator.downloads, [
    { kind: "result", fileId: kept, name: "kept.csv" },
    { kind: "refused-rows" },
  ]);
  const member = await rowOf(failed, "member");
  assert.deepEqual(member.may, {
    cancel: false,
    stop: false,
    retry: false,
    release: false,
    settle: false,
  });
  assert.equal(member.downloads.length, 2, "what one started one may take");
});
