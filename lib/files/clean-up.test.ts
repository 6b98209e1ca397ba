import assert from "node:assert/strict";
import { mkdir, mkdtemp, readdir, rm, utimes, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, test } from "node:test";

const folder = await mkdtemp(join(tmpdir(), "nightshift-clean-up-"));
process.env["NIGHTSHIFT_DATA"] = folder;
// Settings are read once, by the first module that asks: what follows is loaded after the folder is named.
const { createTestDatabase } = await import("#e2e/support/database.ts");
const { makeDomain, makeRun, ownerSql } = await import("#e2e/support/run-rows.ts");
const { closeDatabase, useDatabaseRole } = await import("../platform/db.ts");
const { newId } = await import("../platform/ids.ts");
const { expireFiles } = await import("./expire.ts");
const { removeOrphanFiles } = await import("./remove-orphans.ts");

const database = await createTestDatabase("clean_up");
process.env["DATABASE_URL"] = database.ownerUrl;
process.env["DATABASE_URL_WORKER"] = database.workerUrl;
useDatabaseRole("worker", 2);
const sql = ownerSql();
const domainId = await makeDomain(sql, `clean-up-${newId()}.example`);

after(async () => {
  await closeDatabase();
  await sql.end();
  await database.drop();
  await rm(folder, { recursive: true });
});

/** A file in the store, `hours` old, and its row unless it is an orphan. */
async function stored({ hours = 2, ending = "", row = true, expires = "1 day" } = {}) {
  const key = `2026-03/${newId()}`;
  await mkdir(join(folder, "files", "2026-03"), { recursive: true });
  const path = join(folder, "files", key + ending);
  await writeFile(path, "sku\n");
  const at = new Date(Date.now() - hours * 3_600_000);
  await utimes(path, at, at);
  if (row)
    await sql`insert into files (id, domain_id, kind, name, content_type, size_bytes, sha256, storage_key, created_at, expires_at)
      values (${newId()}, ${domainId}, 'input', 'a.csv', 'text/csv', 4, 'x', ${key}, now(), now() + ${expires}::interval)`;
  return key;
}

const there = async (key: string) =>
  (await readdir(join(folder, "files", "2026-03"))).includes(key.slice(8));

test("files without a row and cut uploads go after half an hour; younger ones and those with a row stay", async () => {
  const orphan = await stored({ row: false, hours: 0.6 });
  const cut = await stored({ row: false, ending: ".part" });
  const young = await stored({ row: false, hours: 0.4 });
  const kept = await stored({});
  await writeFile(join(folder, "files", "2026-03", "notes.txt"), "not ours");
  assert.equal(await removeOrphanFiles(), 2);
  assert.deepEqual(await Promise.all([orphan, `${cut}.part`, young, kept].map(there)), [
    false,
    false,
    true,
    true,
  ]);
  assert.ok(await there("2026-03/notes.txt"));
});

test("a file past its time loses its bytes and keeps its row; the input of a waiting run is kept", async () => {
  const due = await stored({ expires: "-1 minute" });
  const needed = await stored({ expires: "-1 minute" });
  const [row] = await sql`select id from files where storage_key = ${needed}`;
  const runId = await makeRun(sql, {
    domain_id: domainId,
    input_file_id: row?.["id"],
    status: "queued",
  });
  await expireFiles();
  assert.deepEqual([await there(due), await there(needed)], [false, true]);
  const [gone] = await sql`select deleted_at from files where storage_key = ${due}`;
  assert.ok(gone?.["deleted_at"]);
  await sql`update runs set status = 'completed' where id = ${runId}`;
  await expireFiles();
  assert.equal(await there(needed), false);
});
