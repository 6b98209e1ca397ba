import assert from "node:assert/strict";
import { createReadStream, readFileSync } from "node:fs";
import { readdir } from "node:fs/promises";
import { join } from "node:path";
import { after, before, test } from "node:test";
import { parse } from "csv-parse";
import { streamXlsxRows } from "hucre/xlsx";
import { JobBench } from "#e2e/support/job-bench.ts";
import { makeDomain } from "#e2e/support/run-rows.ts";
import { contentHash, type ProductContent } from "#lib/products/content.ts";
import { guessMapping } from "#lib/imports/guess-mapping.ts";
import { checkMapping } from "#lib/imports/mapping.ts";

const DANGEROUS = ["=1+1", "+1+1", "-1+1", "@SUM(A1)", "\t=1", "\r=1", "＝1", "＋1", "－1", "＠A"];
let jobs: JobBench;

before(async () => {
  jobs = await JobBench.open("export");
});
after(() => jobs.close());

async function makeProducts(): Promise<void> {
  const { sql, domainId } = jobs;
  await sql`insert into products (id, domain_id, sku, sku_key, name, family, categories, groups, attributes, content_hash, enabled, created_at, updated_at)
    select gen_random_uuid(), ${domainId}, 'SKU-' || n, 'sku-' || n, 'Product ' || n, 'family-' || n % 7, '{a,b}', '{}',
      jsonb_build_object('price', jsonb_build_array(jsonb_build_object('currency', 'EUR', 'value', (n % 100) || '.50')),
        'weight', jsonb_build_array(jsonb_build_object('unit', 'GRAM', 'value', n))), '', n % 10 > 0, now(), now()
    from generate_series(1, 100000) n`;
  for (const [at, name] of DANGEROUS.entries())
    await sql`update products set name = ${name} where domain_id = ${domainId} and sku = ${`SKU-${(at + 1) * 9_000}`}`;
  await sql`update products set attributes = '{"price": [{"currency": "EUR", "value": "-12.50"}], "only_here": [{"locale": "de_DE", "value": true}]}'
    where sku = 'SKU-77777'`;
  await sql`insert into product_associations (product_id, domain_id, type, target_kind, target, position)
    select id, domain_id, 'X_SELL', 'products', t, p from products, (values ('SKU-2', 1), ('SKU-1', 2)) v (t, p) where sku = 'SKU-77777'`;
  await sql`analyze products`;
}

/** Where the bytes of a run's result lie, by the end of its name. */
async function resultOf(runId: number, ending: string): Promise<{ path: string; name: string }> {
  const rows =
    await jobs.sql`select name, storage_key from files where run_id = ${runId} and name like ${`%${ending}`}`;
  assert.equal(rows.length, 1, ending);
  return {
    name: rows[0]?.["name"] as string,
    path: join(jobs.dataFolder, "files", rows[0]?.["storage_key"] as string),
  };
}

const records = (path: string) => createReadStream(path).pipe(parse({ bom: true }));

test("100,000 products become one CSV in which nothing is missing and nothing can run", async () => {
  await makeProducts();
  const done = await jobs.run("nightly-product-export");
  assert.equal(done.run.status, "completed", String(done.run["error_message"]));
  assert.equal(done.run["has_results"], true);
  const { path, name } = await resultOf(done.run.id, ".csv");
  assert.match(name, /^products-bench\.example-\d{4}-\d\d-\d\d\.csv$/);
  const [header, ...rows] = (await Array.fromAsync(records(path))) as [string[], ...string[][]];
  const fields = ["sku", "name", "family", "categories", "enabled", "parent", "groups"];
  const attributes = ["only_here-de_DE", "price-EUR", "weight", "weight-unit", "X_SELL-products"];
  assert.deepEqual(header, [...fields, ...attributes]);
  assert.equal(new Set(rows.map(([sku]) => sku)).size, 100_000);
  const bySku = new Map(rows.map((row) => [row[0], row]));
  const named = DANGEROUS.map((_, at) => bySku.get(`SKU-${(at + 1) * 9_000}`)?.[1]);
  assert.deepEqual(
    named,
    DANGEROUS.map((text) => `'${text}`),
  );
  const apostrophes = rows.filter((row) => row.some((cell) => cell.startsWith("'")));
  assert.equal(apostrophes.length, DANGEROUS.length);
  const special = ["family-0", "a,b", "1", "", "", "1", "-12.50", "", "", "SKU-2,SKU-1"];
  assert.deepEqual(bySku.get("SKU-77777")?.slice(2), special);
  assert.deepEqual(done.tallies, {
    select: { selected: 100_000, columns: 12 },
    "write-file": { written: 100_000 },
  });
});

test("a family as a workbook: texts are texts, numbers are numbers, what is too long is cut and named", async () => {
  const { sql } = jobs;
  const long = "x".repeat(40_000);
  await sql`update products set name = ${long} where sku = 'SKU-7'`;
  const filter = { format: "both", onlyEnabled: true, family: "family-0" };
  const done = await jobs.run("nightly-product-export", filter);
  assert.equal(done.run.status, "completed-with-warnings");
  const cut = done.issues.map(({ code, columnName, value }) => ({ code, columnName, value }));
  assert.deepEqual(cut, [{ code: "cell-cut", columnName: "name", value: "SKU-7" }]);
  const [expected] =
    await sql`select count(*)::int as n from products where family = 'family-0' and enabled`;
  const { path } = await resultOf(done.run.id, ".xlsx");
  const rows = await Array.fromAsync(streamXlsxRows(readFileSync(path)));
  assert.equal(rows.length, expected?.["n"] + 1);
  const first = rows.find((row) => row.values[0] === "SKU-7")?.values;
  assert.deepEqual(
    [String(first?.[1]).length, ...(first?.slice(7, 11) ?? [])],
    [32_767, null, "7.50", 7, "GRAM"],
  );
  const csv = await Array.fromAsync(records((await resultOf(done.run.id, ".csv")).path));
  assert.equal(csv.length, expected?.["n"] + 1);
});

test("what was written is read again as it was", async () => {
  const { sql } = jobs;
  const domainId = await makeDomain(sql, "round.example");
  const content: ProductContent = {
    sku: "R-1",
    name: "Wall light, brass",
    family: "wall_lights",
    categories: ["lighting", "garden"],
    enabled: false,
    parent: "R",
    groups: ["vela"],
    attributes: {
      description: [
        { locale: "de_DE", channel: "print", value: 'Zeile\n"zwei"' },
        { locale: "en_US", channel: "print", value: "two; lines" },
      ],
      price: [
        { currency: "EUR", value: "129.00" },
        { currency: "USD", value: "149.5" },
      ],
      weight: [{ unit: "GRAM", value: "1840" }],
    },
  };
  await sql`insert into products (id, domain_id, sku_key, content_hash, created_at, updated_at, sku, name, family, categories, enabled, parent, groups, attributes)
    values (gen_random_uuid(), ${domainId}, 'r-1', ${contentHash(content)}, now(), now(), 'R-1', ${content.name}, ${content.family},
      ${content.categories}, false, 'R', ${content.groups}, ${sql.json(content.attributes)})`;
  const done = await jobs.run("nightly-product-export", {}, { domainId });
  const { path } = await resultOf(done.run.id, ".csv");
  const [header = [], row = []] = (await Array.fromAsync(records(path))) as string[][];
  const { mapping, guesses } = guessMapping(header);
  assert.deepEqual(checkMapping(mapping), []);
  assert.ok(
    guesses.every((guess) => guess.confidence === "exact"),
    JSON.stringify(guesses),
  );
  assert.deepEqual(row.slice(1, 7), [
    "Wall light, brass",
    "wall_lights",
    "lighting,garden",
    "0",
    "R",
    "vela",
  ]);
  assert.deepEqual(header.slice(7), [
    "description-de_DE-print",
    "description-en_US-print",
    "price-EUR",
    "price-USD",
    "weight",
    "weight-unit",
  ]);
  assert.deepEqual(row.slice(7), [
    'Zeile\n"zwei"',
    "two; lines",
    "129.00",
    "149.5",
    "1840",
    "GRAM",
  ]);
});

test("stopped, it leaves no file behind", async () => {
  const count = async () =>
    (await readdir(join(jobs.dataFolder, "files"), { recursive: true })).length;
  const before = await count();
  const { id, tookMs } = await jobs.stopped("nightly-product-export", {}, { format: "xlsx" });
  assert.ok(tookMs < 3_000, `${tookMs} ms`);
  assert.equal(await count(), before);
  assert.equal((await jobs.sql`select 1 from files where run_id = ${id}`).length, 0);
});
