import assert from "node:assert/strict";
import { globSync, readFileSync } from "node:fs";
import { after, before, test } from "node:test";
import { plannedTypes } from "#e2e/support/planned-types.ts";
import { ScheduleBench } from "#e2e/support/schedule-bench.ts";
import { write } from "../access/transact.ts";
import { systemViewer } from "../access/viewer.ts";
import { isRefusal } from "../text/refusal.ts";
import { createDomain } from "./create.ts";

let bench: ScheduleBench;

before(async () => {
  bench = await ScheduleBench.open("domains");
});
after(() => bench.close());

const actor = systemViewer("trial");
const create = (name: string) =>
  write(actor, (tx) => createDomain(tx, actor, { name, timeZone: "Asia/Tokyo" }));

test("a domain is there together with a scheduled job of each planned type, by its own clock, and an audit entry", async () => {
  const id = await create("dune.example");
  const planned = plannedTypes.filter((type) => type.planning && type.scope === "domain");
  const rows =
    await bench.sql`select job_type, time_zone from schedules where domain_id = ${id} order by 1`;
  assert.deepEqual(
    rows.map((row) => row["job_type"]),
    planned.map((type) => type.name).toSorted(),
  );
  assert.ok(rows.every((row) => row["time_zone"] === "Asia/Tokyo"));
  const [entry] =
    await bench.sql`select action, actor_name from audit_entries where object_id = ${id}`;
  assert.deepEqual({ ...entry }, { action: "domain.create", actor_name: "trial" });
});

test("a name is given once; what is refused leaves no schedules", async () => {
  const count = async () => (await bench.sql`select 1 from schedules`).length;
  const before = await count();
  await assert.rejects(create("dune.example"), (error) => isRefusal(error, "conflict"));
  assert.equal(await count(), before);
});

test("nothing else of the program makes domains", () => {
  const makers = globSync("{lib,app,jobs,drizzle}/**/*.{ts,tsx}").filter(
    (file) =>
      !file.endsWith(".test.ts") &&
      /insert\(domains\)|insert into domains/.test(readFileSync(file, "utf8")),
  );
  assert.deepEqual(makers, ["lib/domains/create.ts"]);
});
