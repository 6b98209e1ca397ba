import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { makeDomain, makeRun, ownerSql } from "#e2e/support/run-rows.ts";
import { ALL_PERMISSIONS } from "../access/permissions.ts";
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

test("what runs stands before what waits, and an empty domain says so", async () => {
  const other = `calm-${newId()}.example`;
  const id = await makeDomain(sql, other);
  const calm = { ...systemViewer(), domains: [{ id, name: other, timeZone: "UTC" }] };
  assert.equal((await readDashboard(calm, other)).empty, true);
  for (const [title, values] of Object.entries({
    queued: { status: "queued" },
    running: { status: "running", started_at: new Date() },
    later: { status: "deferred", start_at: new Date(Date.now() + 3600_000) },
  })) {
    await makeRun(sql, { title, domain_id: id, ...values });
  }
  const { now, running, waiting, usual } = await readDashboard(calm, other);
  assert.deepEqual(
    now.map((run) => run.title),
    ["running", "queued"],
  );
  assert.deepEqual([running, waiting, usual], [1, 2, null]);
});

test("the past 24 hours are counted, and what is usual comes from the six days before", async () => {
  const busy = `busy-${newId()}.example`;
  const id = await makeDomain(sql, busy);
  const seer = { ...systemViewer(), domains: [{ id, name: busy, timeZone: "UTC" }] };
  const hoursAgo = (hours: number, status: string) =>
    makeRun(sql, {
      domain_id: id,
      status,
      created_at: new Date(Date.now() - hours * 3600_000),
    });
  for (let count = 0; count < 12; count += 1) await hoursAgo(26 + count, "failed");
  await hoursAgo(167, "completed-with-warnings");
  await hoursAgo(169, "failed");
  await hoursAgo(23, "failed");
  await hoursAgo(1, "completed");
  const { day, usual } = await readDashboard(seer, busy);
  assert.deepEqual([day.failed, day.completed, day["completed-with-warnings"]], [1, 1, 0]);
  assert.deepEqual(usual, { failed: 2, "completed-with-warnings": 0 });
});

test("the past 24 hours stand by domain, failures first, what is older or has not begun left out", async () => {
  const names = ["b-calm", "a-calm", "z-broken"].map((what) => `${what}-${newId()}.example`);
  const ids = await Promise.all(names.map((each) => makeDomain(sql, each)));
  const hoursAgo = (hours: number) => new Date(Date.now() - hours * 3600_000);
  for (const [at, domain_id] of ids.entries()) {
    await makeRun(sql, { domain_id, status: "completed", created_at: hoursAgo(23.5) });
    await makeRun(sql, { domain_id, status: "completed-with-warnings", created_at: hoursAgo(0.5) });
    await makeRun(sql, { domain_id, status: "failed", created_at: hoursAgo(at === 2 ? 0.5 : 25) });
    await makeRun(sql, { domain_id, status: "queued" });
  }
  const permissions = new Set<string>(
    ALL_PERMISSIONS.filter((each) => !each.startsWith("installation.")),
  );
  const domains = ids.map((id, at) => ({ id, name: names[at] as string, timeZone: "UTC" }));
  const admin = {
    ...systemViewer(),
    kind: "person" as const,
    domains,
    grants: [{ role: "domain-administrator", permissions, domains: ids }],
  };
  const { domainDays } = await readDashboard(admin, undefined);
  assert.deepEqual(
    domainDays.map((day) => day.domain),
    [names[2], names[1], names[0]],
  );
  const [broken] = domainDays;
  assert.deepEqual([broken?.completed, broken?.warned, broken?.failed], [1, 1, 1]);
  assert.deepEqual(
    [broken?.hours[0], broken?.hours[23]],
    [
      { ran: 1, failed: 0 },
      { ran: 1, failed: 1 },
    ],
  );
  assert.deepEqual(
    (
      await readDashboard(
        {
          ...admin,
          grants: [{ role: "domain-administrator", permissions, domains: [ids[0] as string] }],
        },
        undefined,
      )
    ).domainDays,
    [],
  );
});
