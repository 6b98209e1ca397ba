import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { makeDomain, makeRun, ownerSql } from "#e2e/support/run-rows.ts";
import { systemViewer } from "../access/viewer.ts";
import { closeDatabase } from "../platform/db.ts";
import { newId } from "../platform/ids.ts";
import { readDashboard } from "./dashboard.ts";

const sql = ownerSql();
const name = `problems-${newId()}.example`;
let domainId: string;

before(async () => {
  domainId = await makeDomain(sql, name);
});

after(async () => {
  await closeDatabase();
  await sql.end();
});

const make = (title: string, values: Record<string, unknown> = {}) =>
  makeRun(sql, { title, domain_id: domainId, status: "failed", ...values });
const viewer = () => ({ ...systemViewer(), domains: [{ id: domainId, name, timeZone: "UTC" }] });

test("each job's newest problem is told once, failures before warnings, and what was mended is not", async () => {
  await make("twice");
  await make("twice");
  await make("warned", { status: "completed-with-warnings" });
  await make("lost", { status: "interrupted" });
  await make("old", { created_at: new Date(Date.now() - 25 * 3600_000) });
  await make("stopped by a person", { status: "stopped" });
  await make("mended");
  await make("mended", { status: "completed" });
  const continued = await make("corrected");
  await make("corrected-2", { status: "completed", continues_run_id: continued });
  await make("same title elsewhere");
  await make("same title elsewhere", { status: "completed", job_type: "another" });
  const { problems, day, empty } = await readDashboard(viewer(), name);
  assert.deepEqual(
    problems.map(({ run, times }) => [run.title, times]),
    [
      ["same title elsewhere", 1],
      ["lost", 1],
      ["twice", 2],
      ["warned", 1],
    ],
  );
  assert.equal(day.failed, 5);
  assert.equal(empty, false);
});

test("what runs stands before what waits, planned starts by their time, and an empty domain says so", async () => {
  const other = `calm-${newId()}.example`;
  const id = await makeDomain(sql, other);
  const calm = { ...systemViewer(), domains: [{ id, name: other, timeZone: "UTC" }] };
  assert.equal((await readDashboard(calm, other)).empty, true);
  const inHours = (hours: number) => new Date(Date.now() + hours * 3600_000);
  for (const [title, values] of Object.entries({
    queued: { status: "queued" },
    running: { status: "running", started_at: new Date() },
    later: { status: "deferred", start_at: inHours(5) },
    sooner: { status: "deferred", start_at: inHours(1) },
  })) {
    await makeRun(sql, { title, domain_id: id, ...values });
  }
  const { now, next, running, waiting, nextCount, usual } = await readDashboard(calm, other);
  assert.deepEqual(
    now.map((run) => run.title),
    ["running", "queued"],
  );
  assert.deepEqual(
    next.map((run) => run.title),
    ["sooner", "later"],
  );
  assert.deepEqual([running, waiting, nextCount, usual], [1, 3, 2, null]);
});
