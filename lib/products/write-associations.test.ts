import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { createTestDatabase, type TestDatabase } from "#e2e/support/database.ts";
import { makeDomain, ownerSql } from "#e2e/support/run-rows.ts";
import { write } from "../access/transact.ts";
import { systemViewer } from "../access/viewer.ts";
import { closeDatabase, useDatabaseRole } from "../platform/db.ts";
import { newId } from "../platform/ids.ts";
import { inLockOrder, prepareChange } from "./prepare-change.ts";
import { upsertProducts } from "./upsert-chunk.ts";
import { type AssociationChange, writeAssociations } from "./write-associations.ts";

let database: TestDatabase;
let sql: ReturnType<typeof ownerSql>;
const viewer = systemViewer();
let domainId: string;

before(async () => {
  database = await createTestDatabase("links");
  process.env["DATABASE_URL"] = database.ownerUrl;
  process.env["DATABASE_URL_WORKER"] = database.workerUrl;
  sql = ownerSql();
  useDatabaseRole("worker", 2);
  domainId = await makeDomain(sql, `links-${newId()}.example`);
  const changes = ["A", "B"].map((sku) => ({ sku, attributes: {} }));
  await write(viewer, (tx) =>
    upsertProducts(tx, viewer, {
      domainId,
      changes: inLockOrder(changes.map((change) => prepareChange(change, new Set()))),
      slots: new Set(),
      runId: 1,
      dryRun: false,
    }),
  );
});

after(async () => {
  await closeDatabase();
  await sql.end();
  await database.drop();
});

const COVERED = [
  { type: "PACK", kind: "products" as const },
  { type: "PACK", kind: "groups" as const },
];

const linked = (sku: string, targets: string[], type = "PACK"): AssociationChange => ({
  sku,
  links: targets.map((target) => ({ type, kind: "products" as const, target })),
});

function put(changes: AssociationChange[], { covered = COVERED, dryRun = false } = {}) {
  return write(viewer, (tx) =>
    writeAssociations(tx, viewer, { domainId, changes, covered, dryRun }),
  );
}

const stored = async (sku: string) => {
  const rows = await sql<{ type: string; target: string }[]>`
    select a.type, a.target from product_associations a join products p on p.id = a.product_id
    where p.domain_id = ${domainId} and p.sku = ${sku} order by a.type, a.position`;
  return rows.map((row) => `${row.type} ${row.target}`);
};

test("links become what the file says, in its order; the same again changes nothing", async () => {
  const changes = [linked("A", ["x", "B", "x"]), linked("b", [])];
  assert.deepEqual(await put(changes), { stored: 2, added: 2, removed: 0, missing: 1 });
  assert.deepEqual(await stored("A"), ["PACK x", "PACK B"]);
  assert.deepEqual(await put(changes), { stored: 2, added: 0, removed: 0, missing: 1 });
  assert.deepEqual(await put([linked("a", ["B", "y"])]), {
    stored: 2,
    added: 1,
    removed: 1,
    missing: 1,
  });
  assert.deepEqual(await stored("A"), ["PACK B", "PACK y"]);
});

test("types without a column stay, and an empty cell removes its own type only", async () => {
  const other = [{ type: "UPSELL", kind: "products" as const }];
  await put([linked("B", ["u"], "UPSELL")], { covered: other });
  await put([linked("B", ["p"])]);
  assert.deepEqual(await put([linked("B", [])]), { stored: 0, added: 0, removed: 1, missing: 0 });
  assert.deepEqual(await stored("B"), ["UPSELL u"]);
});

test("a dry run counts and writes nothing", async () => {
  const before = await stored("A");
  assert.deepEqual(await put([linked("A", ["q", "r"])], { dryRun: true }), {
    stored: 2,
    added: 0,
    removed: 0,
    missing: 0,
  });
  assert.deepEqual(await stored("A"), before);
});
