import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import fc from "fast-check";
import { createTestDatabase, type TestDatabase } from "#e2e/support/database.ts";
import { makeDomain, ownerSql } from "#e2e/support/run-rows.ts";
import { write } from "../access/transact.ts";
import { systemViewer, type Viewer } from "../access/viewer.ts";
import { closeDatabase, useDatabaseRole } from "../platform/db.ts";
import { newId } from "../platform/ids.ts";
import { isRefusal } from "../text/refusal.ts";
import { slotKey, type ProductChange } from "./content.ts";
import { inLockOrder, prepareChange } from "./prepare-change.ts";
import { upsertProducts, type UpsertCounts } from "./upsert-chunk.ts";

let database: TestDatabase;
let sql: ReturnType<typeof ownerSql>;
let domainId: string;

before(async () => {
  database = await createTestDatabase("upsert");
  process.env["DATABASE_URL"] = database.ownerUrl;
  process.env["DATABASE_URL_WORKER"] = database.workerUrl;
  sql = ownerSql();
  useDatabaseRole("worker", 6);
  domainId = await makeDomain(sql, `upsert-${newId()}.example`);
});

after(async () => {
  await closeDatabase();
  await sql.end();
  await database.drop();
});

const NAME_EN = slotKey({ code: "name", locale: "en_US" });
const NAME_DE = slotKey({ code: "name", locale: "de_DE" });
const PRICE = slotKey({ code: "price", currency: "EUR" });

const lamp = (sku: string, more: Partial<ProductChange> = {}): ProductChange => ({
  sku,
  name: `Lamp ${sku}`,
  attributes: {},
  ...more,
});

type Options = {
  slots?: string[];
  dryRun?: boolean;
  viewer?: Viewer;
  domain?: string;
  runId?: number;
};

function upsert(
  changes: ProductChange[],
  {
    slots = [],
    dryRun = false,
    viewer = systemViewer(),
    domain = domainId,
    runId = 1,
  }: Options = {},
) {
  const places = new Set(slots);
  const prepared = inLockOrder(changes.map((change) => prepareChange(change, places)));
  return write(viewer, (tx) =>
    upsertProducts(tx, viewer, {
      domainId: domain,
      changes: prepared,
      slots: places,
      runId,
      dryRun,
    }),
  );
}

const stored = async (sku: string, domain = domainId) => {
  const [row] =
    await sql`select * from products where domain_id = ${domain} and sku_key = ${sku.toLowerCase()}`;
  return row;
};

test("new products are created, the same again are unchanged, different ones are updated, in one chunk", async () => {
  assert.deepEqual(await upsert([lamp("A-1"), lamp("A-2")], { runId: 7 }), {
    created: 2,
    updated: 0,
    unchanged: 0,
  });
  const first = await stored("a-1");
  const again = await upsert([lamp("A-1"), lamp("A-2", { name: "Other" }), lamp("A-3")], {
    runId: 8,
  });
  assert.deepEqual(again, { created: 1, updated: 1, unchanged: 1 });
  assert.deepEqual(await stored("a-1"), first);
  const changed = await stored("a-2");
  assert.deepEqual(
    [changed?.["name"], Number(changed?.["created_by_run"]), Number(changed?.["updated_by_run"])],
    ["Other", 7, 8],
  );
});

test("an article number is the same product whatever its case; the newest spelling is kept", async () => {
  await upsert([lamp("Straße-1")]);
  assert.deepEqual(await upsert([lamp("STRAßE-1", { name: "Lamp Straße-1" })]), {
    created: 0,
    updated: 1,
    unchanged: 0,
  });
  assert.equal((await stored("straße-1"))?.["sku"], "STRAßE-1");
});

test("fields and attributes without a column stay; an empty cell empties its own place only", async () => {
  const full = lamp("M-1", {
    family: "lamps",
    enabled: false,
    attributes: {
      name: [
        { locale: "en_US", value: "Lamp" },
        { locale: "de_DE", value: "Leuchte" },
      ],
      price: [{ currency: "EUR", value: 12.5 }],
    },
  });
  await upsert([full], { slots: [NAME_EN, NAME_DE, PRICE] });
  const partial: ProductChange = {
    sku: "M-1",
    attributes: { name: [{ locale: "en_US", value: "Light" }] },
  };
  assert.deepEqual(await upsert([partial], { slots: [NAME_EN, PRICE] }), {
    created: 0,
    updated: 1,
    unchanged: 0,
  });
  const row = await stored("m-1");
  assert.deepEqual(
    [row?.["family"], row?.["enabled"], row?.["name"]],
    ["lamps", false, "Lamp M-1"],
  );
  assert.deepEqual(row?.["attributes"], {
    name: [
      { locale: "de_DE", value: "Leuchte" },
      { locale: "en_US", value: "Light" },
    ],
  });
  assert.deepEqual(await upsert([partial], { slots: [NAME_EN, PRICE] }), {
    created: 0,
    updated: 0,
    unchanged: 1,
  });
});

test("a dry run answers what the real run would and writes nothing", async () => {
  await upsert([lamp("D-1"), lamp("D-2")]);
  const changes = [lamp("D-1"), lamp("D-2", { family: "x" }), lamp("D-3")];
  const count = await sql`select count(*)::int as n, max(updated_at) as newest from products`;
  const dry = await upsert(changes, { dryRun: true });
  assert.deepEqual(
    await sql`select count(*)::int as n, max(updated_at) as newest from products`,
    count,
  );
  assert.deepEqual(dry, { created: 1, updated: 1, unchanged: 1 });
  assert.deepEqual(await upsert(changes), dry);
});

test("the same article number in two domains is two products", async () => {
  const other = await makeDomain(sql, `upsert-${newId()}.example`);
  await upsert([lamp("T-1", { name: "ours" })]);
  assert.deepEqual(await upsert([lamp("T-1", { name: "theirs" })], { domain: other }), {
    created: 1,
    updated: 0,
    unchanged: 0,
  });
  assert.deepEqual(
    [(await stored("t-1"))?.["name"], (await stored("t-1", other))?.["name"]],
    ["ours", "theirs"],
  );
});

test("a person without the right to import, or of another domain, writes nothing", async () => {
  const other = await makeDomain(sql, `upsert-${newId()}.example`);
  const here = [{ id: domainId, name: "x", timeZone: "UTC" }];
  const person = (permissions: string[]): Viewer => ({
    ...systemViewer("someone"),
    kind: "person",
    grants: [{ role: "r", permissions: new Set(permissions), domains: [domainId] }],
    domains: here,
  });
  await assert.rejects(upsert([lamp("P-1")], { viewer: person(["products.view"]) }), (error) =>
    isRefusal(error, "forbidden"),
  );
  await assert.rejects(
    upsert([lamp("P-1")], { viewer: person(["imports.start"]), domain: other }),
    (error) => isRefusal(error, "forbidden"),
  );
  // Row security alone, without the verb's own check: the same statement on behalf of a person of this domain.
  const outsider: Viewer = {
    ...systemViewer(),
    kind: "person",
    domains: here,
    grants: [{ role: "r", permissions: new Set(["imports.start"]), domains: [domainId] }],
  };
  await assert.rejects(
    write(outsider, (tx) =>
      upsertProducts(tx, systemViewer(), {
        domainId: other,
        changes: [prepareChange(lamp("P-1"), new Set())],
        slots: new Set(),
        runId: 1,
        dryRun: false,
      }),
    ),
  );
  assert.equal(await stored("p-1"), undefined);
  assert.equal(await stored("p-1", other), undefined);
});

test("two runs that write the same new products at once neither fail nor double them", async () => {
  for (let round = 0; round < 8; round += 1) {
    const skus = Array.from({ length: 200 }, (_, at) => `R${round}-${at}`);
    const [one, two] = await Promise.all([
      upsert(skus.map((sku) => lamp(sku))),
      upsert(skus.toReversed().map((sku) => lamp(sku, { name: "b" }))),
    ]);
    const sum = (counts: UpsertCounts) => counts.created + counts.updated + counts.unchanged;
    assert.deepEqual([sum(one), sum(two), one.created + two.created], [200, 200, 200]);
  }
});

test("whatever is written, the same again is unchanged, and what stands there is what the file says", async () => {
  const value = fc.oneof(
    fc.string({ unit: "grapheme" }),
    fc.double({ noNaN: true, noDefaultInfinity: true }),
    fc.boolean(),
    fc.array(fc.string({ unit: "grapheme" })),
  );
  const texts = fc.array(
    fc.string({ unit: "grapheme", minLength: 1 }).filter((text) => !text.includes("\0")),
  );
  const product = fc.record({
    name: fc.option(fc.string({ unit: "grapheme" })),
    family: fc.option(fc.string({ unit: "grapheme" })),
    categories: texts,
    groups: texts,
    enabled: fc.boolean(),
    attributes: fc.record({
      name: fc.array(fc.record({ locale: fc.constantFrom("en_US", "de_DE"), value }), {
        minLength: 1,
        maxLength: 1,
      }),
    }),
  });
  const clean = (text: string) => text.replaceAll("\0", "");
  await fc.assert(
    fc.asyncProperty(product, fc.integer(), async (made, number) => {
      const text = JSON.parse(
        JSON.stringify(made, (_key, at) =>
          typeof at === "string" ? clean(at) : Object.is(at, -0) ? 0 : at,
        ),
      ) as typeof made;
      const change = { sku: `Q-${number}`, ...text } as ProductChange;
      await upsert([change], { slots: [NAME_EN, NAME_DE] });
      assert.deepEqual(await upsert([change], { slots: [NAME_EN, NAME_DE] }), {
        created: 0,
        updated: 0,
        unchanged: 1,
      });
      const row = await stored(`q-${number}`);
      const { sku: _sku, ...wanted } = change;
      for (const [field, expected] of Object.entries(wanted))
        assert.deepEqual(row?.[field], expected);
    }),
    { numRuns: 60 },
  );
});
