import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { found, JobBench } from "#e2e/support/job-bench.ts";
import { retryRun } from "#lib/runs/retry.ts";

let jobs: JobBench;

before(async () => {
  jobs = await JobBench.open("completeness");
  await makeProducts();
});
after(() => jobs.close());

const value = `jsonb_build_array(jsonb_build_object('value', 'x'))`;

/** 100,000 products of five families: all have a color, lamps also a wattage, and one in twenty a slogan. */
async function makeProducts(): Promise<void> {
  const { sql, domainId } = jobs;
  await sql`insert into products (id, domain_id, sku, sku_key, name, family, categories, groups, attributes, content_hash, enabled, created_at, updated_at)
    select gen_random_uuid(), ${domainId}, 'SKU-' || n, 'sku-' || n, 'Product ' || n, case n % 5 when 0 then 'lamps' else 'family-' || n % 5 end,
      '{a}', '{}', jsonb_build_object('color', ${sql.unsafe(value)})
        || case when n % 5 = 0 then jsonb_build_object('wattage', ${sql.unsafe(value)}) else '{}' end
        || case when n % 20 = 1 then jsonb_build_object('slogan', ${sql.unsafe(value)}) else '{}' end, '', true, now(), now()
    from generate_series(1, 100000) n`;
  await sql`analyze products`;
}

const change = (sku: string, set: string) =>
  jobs.sql.unsafe(`update products set ${set} where sku = '${sku}'`);

test("100,000 products that have what their family has: completed, with a line for each family", async () => {
  const done = await jobs.run("completeness-calculation");
  assert.equal(done.run.status, "completed", String(done.run["error_message"]));
  assert.deepEqual(done.tallies["compare"], {
    families: 5,
    complete: 100_000,
    incomplete: 0,
    "without-family": 0,
  });
  const line =
    "info lamps: 20,000 of 20,000 products (100 %) complete; expected: categories, color, name, wattage";
  assert.ok(done.log.includes(line), done.log.join("\n"));
});

test("each kind of gap among them is found, and nothing else", async () => {
  await change("SKU-5", "attributes = attributes - 'wattage'");
  await change("SKU-77770", "attributes = '{}'");
  await change("SKU-3", "name = null");
  await change("SKU-4", "categories = '{}'");
  // Nobody sells it; it is no lamp; nobody else has it; its family is too small; it has none.
  await change("SKU-10", "enabled = false, attributes = '{}'");
  await change("SKU-21", "attributes = attributes - 'slogan'");
  await change("SKU-6", "family = 'tiny', attributes = '{}'");
  await change("SKU-7", "family = null");
  const done = await jobs.run("completeness-calculation");
  assert.equal(done.run.status, "completed-with-warnings");
  assert.deepEqual(found(done, "incomplete"), ["SKU-3", "SKU-4", "SKU-5", "SKU-77770"]);
  assert.equal(done.issues.length, 4);
  const bare = done.issues.find((issue) => issue.value === "SKU-77770");
  assert.equal(bare?.message, "SKU-77770 lacks color, wattage.");
  assert.equal(bare?.columnName, "lamps");
  assert.deepEqual(done.tallies["compare"], {
    families: 5,
    complete: 99_993,
    incomplete: 4,
    "too-few": 1,
    "without-family": 1,
  });
  assert.ok(done.log.some((line) => line.startsWith("warning 1 product without a family")));
});

test("of many only so many are listed, and all are counted", async () => {
  const done = await jobs.run("completeness-calculation", { listAtMost: 3 });
  assert.equal(done.issues.length, 3);
  assert.equal(done.tallies["compare"]?.["incomplete"], 4);
});

test("it stops at a safe point, and a retry goes on from there without counting twice", async () => {
  const { id, tookMs } = await jobs.stopped("completeness-calculation");
  assert.ok(tookMs < 3_000, `${tookMs} ms`);
  await retryRun(jobs.bench.viewer, { runId: id });
  const done = await jobs.finished(id);
  const { families, complete, incomplete } = done.tallies["compare"] ?? {};
  assert.deepEqual([families, complete, incomplete], [5, 99_993, 4]);
  assert.equal(done.issues.length, 4);
});
