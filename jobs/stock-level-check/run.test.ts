import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { found, JobBench } from "#e2e/support/job-bench.ts";
import { newId } from "#lib/platform/ids.ts";
import { retryRun } from "#lib/runs/retry.ts";

const PRODUCTS = 50_000;
let jobs: JobBench;
let [berlin, lyon] = ["", ""];

before(async () => {
  jobs = await JobBench.open("stock");
  [berlin, lyon] = [await makeWarehouse("Berlin-1"), await makeWarehouse("Lyon-2")];
  await makeGoods();
});
after(() => jobs.close());

async function makeWarehouse(code: string): Promise<string> {
  const id = newId();
  await jobs.sql`insert into warehouses (id, domain_id, code, code_key, name, created_at, updated_at)
    values (${id}, ${jobs.domainId}, ${code}, ${code.toLowerCase()}, ${code}, now(), now())`;
  return id;
}

/** Every product wanted in both warehouses, in two locations each, all well. */
async function makeGoods(): Promise<void> {
  const { sql, domainId } = jobs;
  await sql`insert into products (id, domain_id, sku, sku_key, categories, groups, attributes, content_hash, enabled, created_at, updated_at)
    select gen_random_uuid(), ${domainId}, 'SKU-' || n, 'sku-' || n, '{}', '{}', '{}', '', true, now(), now()
    from generate_series(1, ${PRODUCTS}::int) n`;
  await sql`insert into stock_minimums (warehouse_id, sku_key, domain_id, sku, minimum, updated_at)
    select w.id, p.sku_key, p.domain_id, p.sku, 10, now() from products p cross join warehouses w`;
  await sql`insert into stock (warehouse_id, sku_key, location_key, domain_id, sku, location, quantity, reserved, updated_at)
    select w.id, p.sku_key, 'a-01', p.domain_id, p.sku, 'A-01', 15, 3, now() from products p cross join warehouses w`;
  await sql`analyze`;
}

async function plant(): Promise<void> {
  const { sql } = jobs;
  await sql`update stock set quantity = 12 where warehouse_id = ${lyon} and sku in ('SKU-77', 'SKU-4999', 'SKU-50000')`;
  await sql`update stock set quantity = 3 where warehouse_id = ${berlin} and sku = 'SKU-5'`;
  await sql`delete from stock where warehouse_id = ${berlin} and sku = 'SKU-12345'`;
  await sql`update stock set quantity = -4, reserved = 0 where warehouse_id = ${berlin} and sku = 'SKU-800'`;
  await sql`update stock set reserved = 20 where warehouse_id = ${lyon} and sku = 'SKU-900'`;
  // Enough again by what lies in another location.
  await sql`update stock set quantity = 4 where warehouse_id = ${lyon} and sku = 'SKU-6'`;
  await sql`insert into stock (warehouse_id, sku_key, location_key, domain_id, sku, location, quantity, updated_at)
    values (${lyon}, 'sku-6', 'b-02', ${jobs.domainId}, 'SKU-6', 'B-02', 9, now())`;
  // Nobody orders it.
  await sql`update products set enabled = false where sku = 'SKU-7'`;
  await sql`delete from stock where sku = 'SKU-7'`;
  await sql`update products set sku = 'GONE-1', sku_key = 'gone-1' where sku = 'SKU-31000'`;
}

test("100,000 levels of two warehouses that are well: completed, and the log says what was looked at", async () => {
  const done = await jobs.run("stock-level-check");
  assert.equal(done.run.status, "completed");
  assert.deepEqual(done.issues, []);
  assert.equal(done.tallies["check-levels"]?.["checked"], 2 * PRODUCTS);
  assert.ok(
    done.log.includes("info Lyon-2: 50,000 products checked, 0 low, 0 out of stock"),
    done.log.join("\n"),
  );
});

test("each kind of fault among them is found, and nothing else", async () => {
  await plant();
  const done = await jobs.run("stock-level-check");
  assert.equal(done.run.status, "completed-with-warnings");
  assert.deepEqual(found(done, "low-stock"), ["SKU-4999", "SKU-50000", "SKU-77"]);
  assert.deepEqual(found(done, "out-of-stock"), ["SKU-12345", "SKU-5", "SKU-800", "SKU-900"]);
  assert.deepEqual(found(done, "product-unknown"), ["SKU-31000", "SKU-31000"]);
  assert.deepEqual(found(done, "negative-stock"), ["SKU-800"]);
  assert.deepEqual(found(done, "over-reserved"), ["SKU-900"]);
  assert.equal(done.issues.length, 11);
  const levels = { checked: 2 * PRODUCTS, low: 3, out: 4, unknown: 2, skipped: 2 };
  assert.deepEqual(done.tallies["check-levels"], levels);
  assert.deepEqual(done.tallies["check-counts"], { negative: 1, "over-reserved": 1 });
  const low = done.issues.find((issue) => issue.value === "SKU-77");
  assert.equal(low?.message, "Lyon-2 has 9 of SKU-77, 10 are wanted at least.");
  assert.equal(low?.columnName, "Lyon-2");
});

test("a margin warns earlier; a warehouse that is switched off is not looked at", async () => {
  await jobs.sql`update warehouses set enabled = false where id = ${lyon}`;
  await jobs.sql`update stock_minimums set minimum = 11 where sku in ('SKU-300', 'SKU-301')`;
  const done = await jobs.run("stock-level-check", { marginPercent: 10 });
  assert.deepEqual(found(done, "low-stock"), ["SKU-300", "SKU-301"]);
  await jobs.sql`update warehouses set enabled = true`;
});

test("it stops at a safe point, and a retry goes on from there without counting twice", async () => {
  const { id, tookMs } = await jobs.stopped("stock-level-check");
  assert.ok(tookMs < 3_000, `${tookMs} ms`);
  await retryRun(jobs.bench.viewer, { runId: id });
  const done = await jobs.finished(id);
  assert.equal(done.run.status, "completed-with-warnings");
  assert.equal(done.tallies["check-levels"]?.["checked"], 2 * PRODUCTS);
  assert.equal(done.issues.length, 11);
});
