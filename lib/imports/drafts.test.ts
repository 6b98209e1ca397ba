import assert from "node:assert/strict";
import { mkdtemp, readdir, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, test } from "node:test";
import type { Viewer } from "../access/viewer.ts";
import type { RefusalCode } from "../text/refusal.ts";

const folder = await mkdtemp(join(tmpdir(), "nightshift-drafts-"));
process.env["NIGHTSHIFT_DATA"] = folder;
process.env["LOG_LEVEL"] = "silent";
process.env["DOMAIN_FILES_MAX"] = "40";
// Settings are read once, by the first module that asks: what follows is loaded after they are set.
const { createTestDatabase } = await import("#e2e/support/database.ts");
const { makeDomain, makeRun, makeUser, ownerSql } = await import("#e2e/support/run-rows.ts");
const { productImport } = await import("#jobs/product-import/job.ts");
const { systemViewer } = await import("../access/viewer.ts");
const { registerJobTypes } = await import("../job-types/find.ts");
const { closeDatabase } = await import("../platform/db.ts");
const { newId } = await import("../platform/ids.ts");
const { isRefusal } = await import("../text/refusal.ts");
const { changeFormat } = await import("./change-format.ts");
const { deleteDraft } = await import("./delete-draft.ts");
const { getDraft } = await import("./get-draft.ts");
const { launchImport } = await import("./launch.ts");
const { listDrafts } = await import("./list-drafts.ts");
const { receiveUpload } = await import("./receive-upload.ts");
const { saveMapping } = await import("./save-mapping.ts");

const database = await createTestDatabase("drafts");
process.env["DATABASE_URL"] = database.ownerUrl;
process.env["DATABASE_URL_WEB"] = database.webUrl;
const sql = ownerSql();
let domainId: string;
let viewer: Viewer;

before(async () => {
  registerJobTypes([productImport]);
  domainId = await makeDomain(sql, "drafts.example");
  viewer = await person("Ada Trial", domainId);
});

after(async () => {
  await closeDatabase();
  await sql.end();
  await database.drop();
  await rm(folder, { recursive: true });
});

async function person(
  name: string,
  domain: string,
  permissions = ["imports.start", "runs.view-all"],
): Promise<Viewer> {
  const userId = await makeUser(sql, name);
  const grants = [{ role: "r", permissions: new Set(permissions), domains: [domain] }];
  return {
    ...systemViewer(name),
    kind: "person",
    userId,
    grants,
    domains: [{ id: domain, name: "drafts.example", timeZone: "UTC" }],
  };
}

const NO_EDITS = {
  fields: {},
  use: new Map(),
  types: new Map(),
  currencies: new Map(),
  units: new Map(),
};

async function* bytes(text: string) {
  yield Buffer.from(text);
}

const upload = (text: string, who = viewer, more: object = {}) =>
  receiveUpload(who, {
    domainId,
    name: "lamps.csv",
    bytes: bytes(text),
    expectedBytes: Buffer.byteLength(text),
    ...more,
  });

const refused = (code: RefusalCode) => (error: unknown) => isRefusal(error, code);

const storedFiles = async () =>
  (await readdir(folder, { recursive: true, withFileTypes: true })).filter((entry) =>
    entry.isFile(),
  ).length;

test("an upload becomes a draft with a guess, what was found out and who may see it", async () => {
  const id = await upload("sku;name-en_US;price-EUR\nA;Lamp;1.5\nB;Lamp;2.5\n");
  const draft = await getDraft(viewer, id);
  assert.deepEqual(
    draft.mapping.columns.map(({ target }) => target.kind),
    ["field", "field", "attribute"],
  );
  assert.deepEqual(
    [draft.errors, draft.fileIsThere, draft.check, draft.sameFile],
    [[], true, null, []],
  );
  assert.deepEqual(
    (await listDrafts(viewer)).map((row) => row.id),
    [id],
  );
  const colleague = await person("Ben Trial", domainId);
  await assert.rejects(getDraft(colleague, id), refused("not-found"));
  await assert.rejects(
    saveMapping(colleague, { draftId: id, edits: NO_EDITS }),
    refused("not-found"),
  );
  await assert.rejects(
    launchImport(colleague, { draftId: id, dryRun: false }),
    refused("not-found"),
  );
  await assert.rejects(deleteDraft(colleague, { draftId: id }), refused("not-found"));
  await deleteDraft(viewer, { draftId: id });
  assert.deepEqual(await listDrafts(viewer), []);
});

test("what is refused leaves nothing: no right, another domain, a wrong content, a run that can't be continued", async () => {
  const count = await storedFiles();
  const other = await makeDomain(sql, "elsewhere.example");
  const looker = await person("Cleo Trial", domainId, ["products.view"]);
  await assert.rejects(upload("sku\nA\n", looker), refused("forbidden"));
  await assert.rejects(upload("sku\nA\n", viewer, { domainId: other }), refused("not-found"));
  await assert.rejects(upload("<html></html>"), refused("invalid"));
  await assert.rejects(
    upload("sku\nA\n", viewer, { continuesRunId: 999_999 }),
    refused("not-found"),
  );
  const foreign = await makeRun(sql, { domain_id: other, status: "failed" });
  await assert.rejects(
    upload("sku\nA\n", viewer, { continuesRunId: foreign }),
    refused("not-found"),
  );
  assert.equal(await storedFiles(), count);
});

test("five clicks at once start one run; it carries what was frozen; the draft is used up", async () => {
  const continued = await makeRun(sql, { domain_id: domainId, status: "failed" });
  const id = await upload("sku;name\nA;Lamp\n", viewer, { continuesRunId: continued });
  const starts = await Promise.all(
    [1, 2, 3, 4, 5].map(() => launchImport(viewer, { draftId: id, dryRun: false })),
  );
  assert.equal(new Set(starts.map((start) => start.runId)).size, 1);
  assert.equal(starts.filter((start) => start.isNew).length, 1);
  const runId = starts[0]?.runId ?? 0;
  const [run] =
    await sql`select title, parameters, continues_run_id, input_file_id from runs where id = ${runId}`;
  assert.deepEqual([run?.["title"], Number(run?.["continues_run_id"])], ["lamps.csv", continued]);
  assert.deepEqual(productImport.parameters.parse(run?.["parameters"]).header, ["sku", "name"]);
  const messages = await sql`select 1 from pgboss.job where data->>'runId' = ${String(runId)}`;
  assert.equal(messages.length, 1);
  await assert.rejects(
    saveMapping(viewer, { draftId: id, edits: { ...NO_EDITS, fields: { name: null } } }),
    refused("conflict"),
  );
  await assert.rejects(deleteDraft(viewer, { draftId: id }), refused("not-found"));
});

test("a check is not started twice for the same mapping, and is known to be of another one afterwards", async () => {
  const id = await upload("sku;name;Farbe\nA;Lamp;red\n");
  const [one, two] = await Promise.all(
    [1, 2].map(() => launchImport(viewer, { draftId: id, dryRun: true })),
  );
  assert.equal(one?.runId, two?.runId);
  assert.equal((await getDraft(viewer, id)).check?.mappingIsCurrent, true);
  await saveMapping(viewer, { draftId: id, edits: { ...NO_EDITS, use: new Map([[2, false]]) } });
  assert.equal((await getDraft(viewer, id)).check?.mappingIsCurrent, false);
  const again = await launchImport(viewer, { draftId: id, dryRun: true });
  assert.notEqual(again.runId, one?.runId);
  const real = await launchImport(viewer, { draftId: id, dryRun: false });
  assert.ok(real.isNew, "a checked file can still be imported");
});

test("a mapping without the SKU is kept but can't be launched; the same bytes are recognised", async () => {
  const text = "Wort;Nummer\nx;A\n";
  const id = await upload(text);
  await saveMapping(viewer, { draftId: id, edits: { ...NO_EDITS, fields: { sku: null } } });
  await assert.rejects(launchImport(viewer, { draftId: id, dryRun: true }), refused("invalid"));
  await assert.rejects(
    saveMapping(viewer, { draftId: id, edits: { ...NO_EDITS, fields: { sku: 1, name: 1 } } }),
    refused("invalid"),
  );
  await saveMapping(viewer, { draftId: id, edits: { ...NO_EDITS, fields: { sku: 1, name: 0 } } });
  const { runId } = await launchImport(viewer, { draftId: id, dryRun: false });
  const next = await getDraft(viewer, await upload(text));
  assert.deepEqual(
    next.sameFile.map((run) => run.runId),
    [runId],
  );
  assert.deepEqual(
    next.inspection.matches.map(({ match }) => match),
    ["saved", "saved"],
  );
  assert.deepEqual(
    next.mapping.columns.map(({ target }) => target),
    [
      { kind: "field", field: "name" },
      { kind: "field", field: "sku" },
    ],
  );
});

test("another delimiter begins the mapping anew; a change in another window is not overwritten", async () => {
  const id = await upload("sku|name,x\nA|b,c\n");
  const input = { draftId: id, decimalMark: "," as const, dateOrder: "day-first" as const };
  await changeFormat(viewer, { ...input, delimiter: "," });
  const changed = await getDraft(viewer, id);
  assert.deepEqual(changed.inspection.header, ["sku|name", "x"]);
  assert.equal(changed.mapping.decimalMark, ",");
  await changeFormat(viewer, { ...input, delimiter: "|" });
  assert.deepEqual((await getDraft(viewer, id)).inspection.header, ["sku", "name,x"]);
});

test("a file whose time is up can't be launched, and says so", async () => {
  const id = await upload("sku\nA\n");
  await sql`update files set deleted_at = now() where id = (select file_id from import_drafts where id = ${id})`;
  assert.equal((await getDraft(viewer, id)).fileIsThere, false);
  await assert.rejects(launchImport(viewer, { draftId: id, dryRun: false }), refused("conflict"));
});

test("a domain that keeps its limit of files takes no more; another one does", async () => {
  const full = await makeDomain(sql, `full-${newId()}.example`);
  const there = await person("Dora Trial", full);
  for (let at = 0; at < 40; at += 1)
    await sql`insert into files (id, domain_id, kind, name, content_type, size_bytes, sha256, storage_key, created_at)
      values (${newId()}, ${full}, 'input', 'x', 'text/csv', 1, 'x', ${newId()}, now())`;
  const count = await storedFiles();
  await assert.rejects(
    upload("sku\nA\n", there, { domainId: full }),
    (error) => isRefusal(error, "too-many") && /40 files/.test(error.message),
  );
  assert.equal(await storedFiles(), count);
  await upload("sku\nA\n");
});
