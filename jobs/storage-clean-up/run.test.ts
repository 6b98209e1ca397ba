import assert from "node:assert/strict";
import { mkdirSync, readdirSync, renameSync, rmSync, utimesSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { after, before, test } from "node:test";
import { found, JobBench } from "#e2e/support/job-bench.ts";
import { makeRun } from "#e2e/support/run-rows.ts";
import { newId } from "#lib/platform/ids.ts";

let jobs: JobBench;
const store = () => join(jobs.dataFolder, "files");

before(async () => {
  jobs = await JobBench.open("storage");
  mkdirSync(join(store(), "2026-03"), { recursive: true });
});
after(() => jobs.close());

/** Bytes in the store, hours old. */
function bytes(key: string, hours = 48): string {
  const path = join(store(), key);
  writeFileSync(path, "sku;name\n1;one\n");
  const at = new Date(Date.now() - hours * 3_600_000);
  utimesSync(path, at, at);
  return key;
}

async function row(values: Record<string, unknown>): Promise<string> {
  const { sql, domainId } = jobs;
  const id = newId();
  const key = `2026-03/${newId()}`;
  const filled = {
    id,
    domain_id: domainId,
    kind: "input",
    name: "a.csv",
    content_type: "text/csv",
    size_bytes: 15,
    sha256: "x",
    storage_key: key,
    created_at: new Date(),
    ...values,
  };
  await sql`insert into files ${sql(filled)}`;
  return id;
}

const keyOf = async (id: string) =>
  (await jobs.sql`select storage_key from files where id = ${id}`)[0]?.["storage_key"] as string;

const past = new Date(Date.now() - 3_600_000);

/** 96,000 rows of files that are long gone and still named by a run, 4,000 that are there. */
async function makeFiles(): Promise<void> {
  const { sql, domainId } = jobs;
  const runId = await makeRun(sql, { domain_id: domainId, status: "completed" });
  await sql`insert into files (id, domain_id, kind, run_id, name, content_type, size_bytes, sha256, storage_key, created_at, deleted_at)
    select gen_random_uuid(), ${domainId}, 'result', ${runId}, 'r.csv', 'text/csv', 15, 'x', '2026-03/' || gen_random_uuid(), now(),
      case when n <= 96000 then now() end
    from generate_series(1, 100000) n`;
  const there = await sql`select storage_key from files where deleted_at is null`;
  for (const file of there) bytes(file["storage_key"] as string);
  await sql`analyze files`;
}

test("among 100,000 files the expired, orphaned and missing ones are found, and no other is touched", async () => {
  const { sql, domainId } = jobs;
  await makeFiles();
  const expired = [await row({ expires_at: past }), await row({ expires_at: past })];
  for (const id of expired) bytes(await keyOf(id));
  const needed = await row({ expires_at: past });
  bytes(await keyOf(needed));
  await makeRun(sql, {
    domain_id: domainId,
    status: "deferred",
    start_at: new Date("2999-01-01"),
    input_file_id: needed,
  });
  const missing = [await row({}), await row({ kind: "result", run_id: 1 }), await row({})];
  const orphans = [
    bytes(`2026-03/${newId()}`),
    bytes(`2026-03/${newId()}.part`),
    bytes(`2026-03/${newId()}`),
  ];
  const young = bytes(`2026-03/${newId()}`, 0.4);
  const draftFile = await row({ deleted_at: past });
  const person = newId();
  await sql`insert into users (id, email, name) values (${person}, 'p@people.example', 'P')`;
  await sql`insert into import_drafts (id, domain_id, user_id, job_type, file_id, inspection, mapping, created_at, updated_at)
    values (${newId()}, ${domainId}, ${person}, 'product-import', ${draftFile}, '{}', '{}', now(), now())`;
  const forgotten = [draftFile, await row({ deleted_at: past, kind: "result", run_id: 999_999 })];

  const done = await jobs.run("storage-clean-up", {}, { domainId: null });
  assert.equal(done.run.status, "completed-with-warnings", String(done.run["error_message"]));
  assert.deepEqual(found(done, "file-missing"), missing.toSorted());
  assert.equal(done.issues.length, 3);
  const { expire, orphans: swept, missing: looked, forget } = done.tallies;
  assert.deepEqual(
    [expire, swept],
    [
      { expired: 2, bytes: 30 },
      { orphans: 3, bytes: 45 },
    ],
  );
  assert.deepEqual(looked, { checked: 4_004, missing: 3 });
  // What expired and is named by nothing is forgotten with the rest.
  assert.deepEqual(forget, { drafts: 1, forgotten: 4 });
  const names = new Set(readdirSync(join(store(), "2026-03")));
  for (const key of orphans) assert.ok(!names.has(key.slice(8)), key);
  assert.ok(names.has(young.slice(8)) && names.has((await keyOf(needed)).slice(8)));
  assert.equal(names.size, 4_002);
  const gone = await sql`select 1 from files where id = any (${[...expired, ...forgotten]})`;
  assert.equal(gone.length, 0);
  const [left] = await sql`select count(*)::int as n from files`;
  assert.equal(left?.["n"], 100_004);
});

test("missing files are looked for again when the time has come; orphans go each time, half an hour old", async () => {
  const orphan = bytes(`2026-03/${newId()}`, 0.6);
  const soon = await jobs.run("storage-clean-up", {}, { domainId: null });
  assert.equal(soon.run.status, "completed");
  assert.deepEqual([soon.tallies["missing"], soon.tallies["orphans"]?.["orphans"]], [{}, 1]);
  assert.ok(
    soon.log.some((line) =>
      /^info Missing files were looked for .* ago; again in (19|20) h/.test(line),
    ),
  );
  assert.ok(!new Set(readdirSync(join(store(), "2026-03"))).has(orphan.slice(8)));
  const asked = await jobs.run("storage-clean-up", { lookForMissingHours: 0 }, { domainId: null });
  assert.equal(asked.tallies["missing"]?.["missing"], 3);
});

test("a store that is not mounted is no reason to delete anything", async () => {
  renameSync(store(), `${store()}-away`);
  const done = await jobs.run("storage-clean-up", {}, { domainId: null });
  renameSync(`${store()}-away`, store());
  assert.equal(done.run.status, "failed");
  assert.equal(done.run["error_code"], "store-unreachable");
  const [left] = await jobs.sql`select count(*)::int as n from files where deleted_at is null`;
  assert.equal(left?.["n"], 4_004);
});

test("it stops between two parts", async () => {
  const { tookMs } = await jobs.stopped(
    "storage-clean-up",
    { domainId: null },
    { lookForMissingHours: 0 },
  );
  assert.ok(tookMs < 3_000, `${tookMs} ms`);
  rmSync(store(), { recursive: true });
});
