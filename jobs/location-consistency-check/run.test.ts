import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { found, JobBench } from "#e2e/support/job-bench.ts";
import { newId } from "#lib/platform/ids.ts";

let jobs: JobBench;
let [berlin, lyon] = ["", ""];

before(async () => {
  jobs = await JobBench.open("locations");
  [berlin, lyon] = [await makeWarehouse("Berlin-1"), await makeWarehouse("Lyon-2")];
});
after(() => jobs.close());

async function makeWarehouse(code: string): Promise<string> {
  const id = newId();
  await jobs.sql`insert into warehouses (id, domain_id, code, code_key, name, created_at, updated_at)
    values (${id}, ${jobs.domainId}, ${code}, ${code.toLowerCase()}, ${code}, now(), now())`;
  return id;
}

/** 100 aisles, in each of them 10 shelves, in each of these 49 bins, in both warehouses; something lies in every bin. */
async function makePlaces(): Promise<void> {
  await jobs.sql`
    with codes as (
      select 'A' || a as code, null as parent from generate_series(1, 100) a
      union all select 'A' || a || '-' || s, 'A' || a from generate_series(1, 100) a, generate_series(1, 10) s
      union all select 'A' || a || '-' || s || '-' || b, 'A' || a || '-' || s
        from generate_series(1, 100) a, generate_series(1, 10) s, generate_series(1, 49) b)
    insert into locations (id, domain_id, warehouse_id, code, code_key, parent, parent_key, created_at, updated_at)
    select gen_random_uuid(), w.domain_id, w.id, c.code, lower(c.code), c.parent, lower(c.parent), now(), now() from codes c, warehouses w`;
  await jobs.sql`insert into stock (warehouse_id, sku_key, location_key, domain_id, sku, location, quantity, updated_at)
    select warehouse_id, 'sku-' || row_number() over (), code_key, domain_id, 'SKU', code, 1, now() from locations where code_key like '%-%-%'`;
  await jobs.sql`analyze`;
}

const place = (warehouseId: string, code: string, parent: string | null) =>
  jobs.sql`insert into locations (id, domain_id, warehouse_id, code, code_key, parent, parent_key, created_at, updated_at)
    values (${newId()}, ${jobs.domainId}, ${warehouseId}, ${code}, ${code.trim().toLowerCase()}, ${parent}, ${parent?.toLowerCase() ?? null}, now(), now())`;

const lie = (sku: string, location: string, quantity: number) =>
  jobs.sql`insert into stock (warehouse_id, sku_key, location_key, domain_id, sku, location, quantity, updated_at)
    values (${berlin}, ${sku}, ${location.toLowerCase()}, ${jobs.domainId}, ${sku}, ${location}, ${quantity}, now())`;

const parentOf = (code: string, parent: string) =>
  jobs.sql`update locations set parent = ${parent}, parent_key = ${parent.toLowerCase()} where warehouse_id = ${lyon} and code = ${code}`;

test("100,000 locations that hang together: completed", async () => {
  await makePlaces();
  const done = await jobs.run("location-consistency-check");
  assert.equal(done.run.status, "completed", String(done.run["error_message"]));
  assert.deepEqual(done.tallies["cycles"], { checked: 100_200, faults: 0 });
  assert.deepEqual(done.tallies["stock"], { checked: 98_000, faults: 0 });
  assert.ok(done.log.includes("info Lyon-2: 50,100 locations looked through, 0 not right"));
});

test("each kind of fault among them is found, and nothing else", async () => {
  await place(berlin, "D-01", "D");
  await place(berlin, "D-02", "D");
  await place(berlin, "a1-1-1 ", "A1-1");
  await place(lyon, "SELF", "SELF");
  // With all that lies beneath them.
  await parentOf("A5", "A6");
  await parentOf("A6", "A7-2");
  await parentOf("A7", "A5-3");
  await lie("sku-x", "Z-99", 4);
  await lie("sku-y", "z-99", 3);
  await lie("sku-z", "Y-1", 1);
  const done = await jobs.run("location-consistency-check");
  assert.equal(done.run.status, "completed-with-warnings");
  assert.deepEqual(found(done, "parent-missing"), ["D-01", "D-02"]);
  assert.deepEqual(found(done, "parent-cycle"), ["A5 → A6 → A7-2 → A7 → A5-3", "SELF"]);
  assert.deepEqual(found(done, "code-not-unique"), ["A1-1-1, a1-1-1 "]);
  assert.deepEqual(found(done, "location-unknown"), ["Y-1", "Z-99"]);
  assert.equal(done.issues.length, 7);
  const messages = done.issues.map((issue) => issue.message.replaceAll("\u00a0", " "));
  assert.ok(
    messages.includes("7 pieces of 2 products lie in Z-99, which Berlin-1 does not have."),
    messages.join("\n"),
  );
  assert.ok(
    messages.includes(
      "5 locations in Lyon-2 are each other's parents: A5 → A6 → A7-2 → A7 → A5-3 → A5.",
    ),
    messages.join("\n"),
  );
});

test("it stops between two warehouses", async () => {
  const { tookMs } = await jobs.stopped("location-consistency-check");
  assert.ok(tookMs < 3_000, `${tookMs} ms`);
});
