import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { daily, plannedType, plannedTypes } from "#e2e/support/planned-types.ts";
import { makeDomain } from "#e2e/support/run-rows.ts";
import { ScheduleBench } from "#e2e/support/schedule-bench.ts";
import { write } from "../access/transact.ts";
import { systemViewer } from "../access/viewer.ts";
import { registerJobTypes } from "../job-types/find.ts";
import { newId } from "../platform/ids.ts";
import { keepWithDomains } from "./keep-with-domains.ts";
import { makeSchedules } from "./make.ts";
import { retireGone } from "./retire.ts";
import { followDomainZone, syncSchedules } from "./sync.ts";

let bench: ScheduleBench;

before(async () => {
  bench = await ScheduleBench.open("sync", "worker");
  await bench.setClock("2027-01-10T10:00:00Z");
});
after(() => bench.close());

type Row = {
  id: string;
  job_type: string;
  domain_id: string | null;
  next_run_at: Date | null;
  retired_at: Date | null;
};
const rows = () =>
  bench.sql<Row[]>`select * from schedules order by job_type, domain_id nulls first`;

test("each domain gets a row of each planned type, the installation its own, and a second time nothing changes", async () => {
  await makeDomain(bench.sql, "borealis.example");
  await Promise.all([syncSchedules(), syncSchedules(), syncSchedules()]);
  const first = await rows();
  const planned = plannedTypes.filter((type) => type.planning && type.scope === "domain").length;
  assert.equal(first.length, 2 * planned + 1);
  assert.ok(!first.some((row) => row.job_type === "unplanned"));
  const nightly = first.find((row) => row.job_type === "nightly-0");
  assert.equal(nightly?.next_run_at?.toISOString(), "2027-01-11T00:00:00.000Z");
  assert.equal(first.find((row) => row.job_type === "by-hand")?.next_run_at, null);
  await bench.setClock("2027-01-13T10:00:00Z");
  await syncSchedules();
  assert.deepEqual(await rows(), first);
});

test("a new domain gets its rows in the transaction that makes it, by its own clock", async () => {
  const id = await makeDomain(bench.sql, "cobalt.example");
  await bench.sql`update domains set time_zone = 'Asia/Tokyo' where id = ${id}`;
  await write(systemViewer("trial"), (tx) => makeSchedules(tx, id));
  const [row] = await bench.sql<
    Row[]
  >`select * from schedules where domain_id = ${id} and job_type = 'nightly-0'`;
  assert.equal(row?.next_run_at?.toISOString(), "2027-01-13T16:00:00.000Z");
  await write(systemViewer("trial"), (tx) => followDomainZone(tx, id, "UTC"));
  const [moved] = await bench.sql<Row[]>`select * from schedules where id = ${row?.id as string}`;
  assert.equal(moved?.next_run_at?.toISOString(), "2027-01-14T01:00:00.000Z");
});

test("a domain that came in by another way gets its rows too, and its plans follow its zone; then there is nothing to do", async () => {
  await keepWithDomains();
  const id = await makeDomain(bench.sql, "dune.example");
  assert.equal(await keepWithDomains(), 1);
  const nightly = async () =>
    (
      await bench.sql<
        Row[]
      >`select * from schedules where domain_id = ${id} and job_type = 'nightly-0'`
    )[0];
  assert.equal((await nightly())?.next_run_at?.toISOString(), "2027-01-14T00:00:00.000Z");
  await bench.sql`update schedules set planning = 'disabled' where domain_id = ${id} and job_type = 'by-hand'`;
  await bench.sql`update domains set time_zone = 'Asia/Tokyo' where id = ${id}`;
  const [seen] = await Promise.all([keepWithDomains(), keepWithDomains()]);
  assert.equal(seen, 1);
  assert.equal((await nightly())?.next_run_at?.toISOString(), "2027-01-13T16:00:00.000Z");
  const [disabled] =
    await bench.sql`select time_zone from schedules where domain_id = ${id} and planning = 'disabled'`;
  assert.equal(
    disabled?.["time_zone"],
    "Europe/Paris",
    "what a person planned stays by its own clock",
  );
  await bench.sql`update domains set time_zone = 'Mars/Olympus' where id = ${id}`;
  await keepWithDomains();
  assert.equal(await keepWithDomains(), 0);
  await bench.sql`delete from schedules where domain_id = ${id}`;
  await bench.sql`delete from domains where id = ${id}`;
});

test("a changed rule counts from now; what had come due by the old one is recorded", async () => {
  const automatic = { words: "Every day at 03:00", recurrence: daily("03:00") };
  const changed = plannedType("nightly-0", { planning: { automatic, missed: "skip" } });
  registerJobTypes([changed, ...plannedTypes.filter((type) => type.name !== "nightly-0")]);
  await syncSchedules();
  const [row] = await bench.sql<
    Row[]
  >`select * from schedules where job_type = 'nightly-0' and domain_id = ${bench.domainId}`;
  assert.equal(row?.next_run_at?.toISOString(), "2027-01-14T02:00:00.000Z");
  const [due] = await bench.due(row?.id as string);
  assert.deepEqual(
    [due?.outcome, due?.policy, due?.due_at.toISOString()],
    ["missed", "plan-changed", "2027-01-11T00:00:00.000Z"],
  );
});

test("a removed type is retired with its history, and comes back with a next time from now", async () => {
  const id = (await rows()).find((row) => row.job_type === "nightly-0")?.id as string;
  registerJobTypes(plannedTypes.filter((type) => type.name !== "nightly-0"));
  await syncSchedules();
  // As long as another worker still knows it, it is not gone.
  const other = newId();
  await bench.sql`insert into workers (id, name, host, pid, version, state, slots, job_types, started_at, heartbeat_at)
    values (${other}, 'other', 'there', 1, '9', 'alive', 1, '{nightly-0}', app_now(), app_now())`;
  await retireGone();
  assert.equal((await bench.row(id))["retired_at"], null);
  await bench.sql`update workers set state = 'stopped' where id = ${other}`;
  await retireGone();
  const retired = await bench.row(id);
  assert.ok(retired["retired_at"]);
  assert.equal(retired.next_run_at, null);
  assert.ok((await bench.sql`select 1 from due_times where schedule_id = ${id}`).length > 0);
  registerJobTypes(plannedTypes);
  await syncSchedules();
  const back = await bench.row(id);
  assert.equal(back["retired_at"], null);
  assert.equal(back.next_run_at?.toISOString(), "2027-01-14T00:00:00.000Z");
});

test("a domain in a zone that this machine does not know goes by UTC and keeps no worker from starting", async () => {
  const id = await makeDomain(bench.sql, "mars.example");
  await bench.sql`update domains set time_zone = 'Mars/Olympus' where id = ${id}`;
  await syncSchedules();
  const [row] = await bench.sql`select time_zone from schedules where domain_id = ${id} limit 1`;
  assert.equal(row?.["time_zone"], "UTC");
});

test("a planned type whose parameters need an answer, or that may not overlap and runs side by side, is no declaration", () => {
  assert.throws(() => plannedType("wide", { concurrencyPerDomain: 2 }), /one at a time/);
  const recurrence = { repeat: "weekdays" as const, weekdays: [], times: ["25:00"] };
  const planning = { automatic: { words: "", recurrence }, missed: "skip" as const };
  assert.throws(() => plannedType("empty", { planning }));
});
