import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { createTestDatabase, type TestDatabase } from "#e2e/support/database.ts";
import { makeDomain, makeRun, ownerSql } from "#e2e/support/run-rows.ts";
import { write } from "../access/transact.ts";
import { systemViewer, type Viewer } from "../access/viewer.ts";
import { closeDatabase } from "../platform/db.ts";
import { newId } from "../platform/ids.ts";
import { isRefusal } from "../text/refusal.ts";
import type { ProductChange } from "./content.ts";
import { getProduct } from "./get.ts";
import { listFamilies } from "./list-families.ts";
import { ProductListInput, productListQuery } from "./list-input.ts";
import { listProducts } from "./list.ts";
import { inLockOrder, prepareChange } from "./prepare-change.ts";
import { upsertProducts } from "./upsert-chunk.ts";
import { writeAssociations } from "./write-associations.ts";

let database: TestDatabase;
let sql: ReturnType<typeof ownerSql>;
let ours: string;
let theirs: string;

before(async () => {
  database = await createTestDatabase("products");
  process.env["DATABASE_URL"] = database.ownerUrl;
  // The worker's role: the web's may not write products, which the trial has to.
  process.env["DATABASE_URL_WEB"] = database.workerUrl;
  sql = ownerSql();
  ours = await makeDomain(sql, "ours.example");
  theirs = await makeDomain(sql, "theirs.example");
  await put(
    ours,
    Array.from({ length: 120 }, (_, at) => numbered(at)),
  );
  await put(theirs, [{ sku: "N-0007", name: "Secret lamp", attributes: {} }]);
});

after(async () => {
  await closeDatabase();
  await sql.end();
  await database.drop();
});

const numbered = (at: number): ProductChange => ({
  sku: `N-${String(at).padStart(4, "0")}`,
  name: at % 10 === 0 ? `100 % wool_${at}` : `Lamp ${at}`,
  family: ["lamps", "bulbs", "cables"][at % 3] ?? null,
  enabled: at % 5 !== 0,
  attributes: { price: [{ currency: "EUR", value: "12.5" }] },
});

async function put(domainId: string, changes: ProductChange[], runId = 1): Promise<void> {
  const viewer = systemViewer();
  await write(viewer, (tx) =>
    upsertProducts(tx, viewer, {
      domainId,
      changes: inLockOrder(changes.map((change) => prepareChange(change, new Set()))),
      slots: new Set(),
      runId,
      dryRun: false,
    }),
  );
}

function person(domainIds: string[], permissions = ["products.view"]): Viewer {
  const names = new Map([
    [ours, "ours.example"],
    [theirs, "theirs.example"],
  ]);
  return {
    ...systemViewer("someone"),
    kind: "person",
    userId: newId(),
    grants: [{ role: "r", permissions: new Set(permissions), domains: domainIds }],
    domains: domainIds.map((id) => ({ id, name: names.get(id) ?? "", timeZone: "UTC" })),
  };
}

const filters = (given: Record<string, unknown> = {}) => ProductListInput.parse(given);

test("pages walk forth and back over every product once, in both orders", async () => {
  for (const sort of ["sku", "updated"]) {
    const viewer = person([ours]);
    const seen: string[] = [];
    let page = await listProducts(viewer, filters({ sort }), 50);
    const first = page.rows.map((row) => row.sku);
    for (;;) {
      seen.push(...page.rows.map((row) => row.sku));
      if (!page.next) break;
      page = await listProducts(viewer, filters({ sort, after: page.next }), 50);
    }
    assert.equal(new Set(seen).size, 120);
    assert.equal(seen.length, 120);
    if (sort === "sku") assert.deepEqual(seen, seen.toSorted());
    page = await listProducts(viewer, filters({ sort, before: page.previous ?? "" }), 50);
    page = await listProducts(viewer, filters({ sort, before: page.previous ?? "" }), 50);
    assert.deepEqual(
      page.rows.map((row) => row.sku),
      first,
    );
    assert.equal(page.previous, null);
  }
});

test("a viewer sees the products of his domains only, in the list, its counts, its families and by address", async () => {
  const mine = await listProducts(person([ours]), filters({ q: "N-0007" }), 50);
  assert.deepEqual(
    [mine.rows.map((row) => row.name), mine.count, mine.allCount],
    [["Lamp 7"], 1, 120],
  );
  const both = await listProducts(person([ours, theirs]), filters({ q: "0007" }), 50);
  assert.deepEqual(both.rows.map((row) => row.domain).toSorted(), [
    "ours.example",
    "theirs.example",
  ]);
  assert.deepEqual(await listFamilies(person([ours, theirs])), ["bulbs", "cables", "lamps"]);
  assert.deepEqual(await listFamilies(person([theirs])), []);
  const [foreign] = await sql`select id from products where domain_id = ${theirs}`;
  const missing = (error: unknown) => isRefusal(error, "not-found");
  await assert.rejects(getProduct(person([ours]), foreign?.["id"]), missing);
  await assert.rejects(getProduct(person([theirs], ["imports.start"]), foreign?.["id"]), missing);
  await assert.rejects(getProduct(person([ours]), newId()), missing);
  const unseen = await listProducts(person([ours]), filters({ domain: "theirs.example" }), 50);
  assert.deepEqual([unseen.rows, unseen.count], [[], 0]);
  assert.deepEqual((await listProducts(person([ours], []), filters(), 50)).rows, []);
});

test("search finds word parts in any order, with % and _ as themselves; filters narrow further", async () => {
  const found = async (given: Record<string, unknown>) =>
    (await listProducts(person([ours]), filters(given), 100)).count;
  assert.equal(await found({ q: "lamp 11" }), 10);
  assert.equal(await found({ q: "11 LAMP n-01" }), 9);
  assert.equal(await found({ q: "100 %" }), 12);
  assert.equal(await found({ q: "wool_" }), 12);
  assert.equal(await found({ q: "%lamp%" }), 0);
  assert.equal(await found({ family: "lamps" }), 40);
  assert.equal(await found({ enabled: "no" }), 24);
  assert.equal(await found({ family: "lamps", enabled: "no" }), 8);
});

test("an address that makes no sense is the list without filters", async () => {
  const odd = filters({
    q: ["a", "b"],
    enabled: "maybe",
    sort: "price",
    after: "x~y",
    before: ["1"],
    family: "",
  });
  assert.equal(odd.enabled, undefined);
  const page = await listProducts(person([ours]), { ...odd, q: "" }, 50);
  assert.equal(page.rows.length, 50);
  assert.equal(
    productListQuery(filters({ q: "a b", sort: "updated" }), { family: "x&y" }),
    "q=a+b&family=x%26y&sort=updated",
  );
});

test("a product tells its values, its links and which runs wrote it", async () => {
  const viewer = person([ours], ["products.view", "runs.view-all"]);
  const runId = await makeRun(sql, { domain_id: ours, title: "lamps.csv" });
  const change: ProductChange = {
    sku: "D-1",
    parent: "n-0001",
    groups: ["g"],
    attributes: {
      name: [
        { locale: "en_US", value: "x" },
        { locale: "de_DE", value: "y" },
      ],
      a: [{ value: true }],
    },
  };
  await put(ours, [change], runId);
  await write(systemViewer(), (tx) =>
    writeAssociations(tx, systemViewer(), {
      domainId: ours,
      changes: [
        {
          sku: "D-1",
          links: [
            { type: "PACK", kind: "products", target: "N-0002" },
            { type: "PACK", kind: "products", target: "gone" },
          ],
        },
      ],
      covered: [{ type: "PACK", kind: "products" }],
      dryRun: false,
    }),
  );
  const [row] = await sql`select id from products where sku = 'D-1'`;
  const detail = await getProduct(viewer, row?.["id"]);
  assert.deepEqual(
    detail.attributes.map(({ code, values }) => [code, values.map((value) => value.locale)]),
    [
      ["a", [undefined]],
      ["name", ["de_DE", "en_US"]],
    ],
  );
  assert.ok(detail.parent?.productId);
  assert.deepEqual(
    detail.associations[0]?.targets.map((target) => target.productId !== null),
    [true, false],
  );
  assert.deepEqual(detail.createdBy, { runId, title: "lamps.csv" });
  const other = await getProduct(person([ours]), row?.["id"]);
  assert.deepEqual(
    other.createdBy,
    { runId, title: null },
    "a run of others is named by its number only",
  );
});
