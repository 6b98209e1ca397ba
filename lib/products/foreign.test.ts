import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import fc from "fast-check";
import { createTestDatabase, type TestDatabase } from "#e2e/support/database.ts";
import { makeDomain, ownerSql } from "#e2e/support/run-rows.ts";
import { write } from "../access/transact.ts";
import { systemViewer } from "../access/viewer.ts";
import { closeDatabase, useDatabaseRole } from "../platform/db.ts";
import { newId } from "../platform/ids.ts";
import {
  applyChange,
  contentHash,
  slotKey,
  type Attributes,
  type ProductChange,
  type ProductContent,
} from "./content.ts";
import { inLockOrder, prepareChange } from "./prepare-change.ts";
import { upsertProducts } from "./upsert-chunk.ts";

let database: TestDatabase;
let sql: ReturnType<typeof ownerSql>;

before(async () => {
  database = await createTestDatabase("foreign");
  process.env["DATABASE_URL"] = database.ownerUrl;
  process.env["DATABASE_URL_WORKER"] = database.workerUrl;
  sql = ownerSql();
  useDatabaseRole("worker", 2);
});

after(async () => {
  await closeDatabase();
  await sql.end();
  await database.drop();
});

const PLACES = [
  { code: "price", currency: "EUR" },
  { code: "price", currency: "USD" },
  { code: "price" },
  { code: "name" },
  { code: "name", locale: "en_US" },
  { code: "name", locale: "en_US", channel: "shop" },
  { code: "x-1.y_Z", channel: "shop" },
];

const FIELDS = {
  name: fc.constantFrom(null, "a", "b"),
  family: fc.constantFrom(null, "f"),
  categories: fc.constantFrom([], ["c"]),
  enabled: fc.boolean(),
  parent: fc.constantFrom(null, "p"),
  groups: fc.constantFrom([], ["g"]),
};

/** A file with some of the columns, and a row for each of three products. */
const file = fc
  .tuple(fc.subarray(PLACES), fc.subarray(Object.keys(FIELDS) as Array<keyof typeof FIELDS>))
  .chain(([places, fields]) => {
    const cells = fc.tuple(...places.map(() => fc.constantFrom(undefined, "1", "2")));
    const chosen = Object.fromEntries(fields.map((field) => [field, FIELDS[field]]));
    // A cell without yes or no leaves its product as it is.
    const enabled = fields.includes("enabled") ? fc.boolean() : fc.constant(false);
    const row = fc.tuple(cells, fc.record(chosen), enabled).map(([values, given, isGiven]) => {
      const { enabled: flag, ...others } = given as Partial<ProductChange>;
      const attributes: Attributes = {};
      places.forEach(({ code, ...place }, at) => {
        const value = values[at];
        if (value !== undefined) (attributes[code] ??= []).push({ ...place, value });
      });
      return { ...others, ...(isGiven && { enabled: flag }), attributes };
    });
    const slots = fc.constant(places.map(slotKey));
    return fc.record({ slots, rows: fc.tuple(row, row, row) });
  });

test("after any files with any columns, products are what applying row by row makes of them", async () => {
  const property = fc.asyncProperty(
    fc.array(file, { minLength: 2, maxLength: 5 }),
    async (files) => {
      const domainId = await makeDomain(sql, `foreign-${newId()}.example`);
      const model = new Map<string, ProductContent>();
      for (const { slots, rows } of files) {
        const changes = rows.map((row, at) => ({ sku: `S${at}`, ...row }) as ProductChange);
        const places = new Set(slots);
        const prepared = inLockOrder(changes.map((change) => prepareChange(change, places)));
        const input = { domainId, changes: prepared, slots: places, runId: 1, dryRun: false };
        await write(systemViewer(), (tx) => upsertProducts(tx, systemViewer(), input));
        for (const change of changes)
          model.set(change.sku, applyChange(model.get(change.sku), change, input.slots));
      }
      const stored =
        await sql`select sku, content_hash from products where domain_id = ${domainId} order by sku`;
      assert.deepEqual(
        stored.map(({ sku, content_hash }) => [sku, content_hash]),
        [...model].map(([sku, content]) => [sku, contentHash(content)]),
      );
      const contents = await sql`
      select sku, name, family, categories, enabled, parent, groups, attributes from products where domain_id = ${domainId} order by sku`;
      for (const content of contents as unknown as ProductContent[])
        assert.equal(contentHash(content), contentHash(model.get(content.sku) as ProductContent));
    },
  );
  await fc.assert(property, { numRuns: 150 });
});
