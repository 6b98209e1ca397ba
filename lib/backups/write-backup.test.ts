import assert from "node:assert/strict";
import { existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync, symlinkSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, test } from "node:test";
import postgres from "postgres";
import { createTestDatabase, type TestDatabase } from "#e2e/support/database.ts";
import { makeDomain } from "#e2e/support/run-rows.ts";
import { JobError } from "../job-types/define.ts";
import { backupName, draftPath } from "./folder.ts";
import { writeArchive, type ArchiveWish } from "./write-backup.ts";

const folder = mkdtempSync(join(tmpdir(), "nightshift-write-"));
const name = backupName("archive", new Date("2027-01-10T02:00:00Z"), 8);
let database: TestDatabase;
let sql: postgres.Sql;

before(async () => {
  process.env["NIGHTSHIFT_DATA"] = folder;
  mkdirSync(join(folder, "backups"));
  database = await createTestDatabase("write");
  process.env["DATABASE_URL_BACKUP"] = database.backupUrl;
  sql = postgres(database.ownerUrl, { max: 1, onnotice: () => undefined });
  const domainId = await makeDomain(sql, "write.example");
  // More than any buffer on the way holds, and nothing that can be packed well.
  await sql`insert into products (id, domain_id, sku, sku_key, categories, groups, attributes, content_hash, enabled, created_at, updated_at)
    select gen_random_uuid(), ${domainId}, md5(n::text), md5(n::text), '{}', '{}', '{}', md5('x' || n), true, now(), now()
    from generate_series(1, 50000) n`;
});

after(async () => {
  await sql.end();
  await database.drop();
  rmSync(folder, { recursive: true });
});

const ignore = () => undefined;
const wish = (more: Partial<ArchiveWish>): ArchiveWish => ({
  name,
  takenAt: new Date(),
  signal: new AbortController().signal,
  onBytes: ignore,
  onShape: ignore,
  onTable: ignore,
  ...more,
});

/** The connections of backups to this database; a forgotten one would hold back the database's own cleaning. */
async function connections(): Promise<number> {
  const rows =
    await sql`select 1 from pg_stat_activity where datname = current_database() and usename = 'nightshift_backup'`;
  return rows.length;
}

async function nothingIsLeft(): Promise<void> {
  assert.deepEqual(readdirSync(join(folder, "backups")), []);
  for (let tries = 0; (await connections()) > 0 && tries < 50; tries += 1)
    await new Promise((resolve) => setTimeout(resolve, 50));
  assert.equal(await connections(), 0);
}

test("a disk that is full in the middle of a table is told of as such, and no connection stays", async (context) => {
  if (!existsSync("/dev/full")) return context.diagnostic("this system has no full device");
  symlinkSync("/dev/full", draftPath(name));
  await assert.rejects(
    writeArchive(wish({})),
    (error) => error instanceof JobError && error.code === "disk-full",
  );
  await nothingIsLeft();
});

test("a stop in the middle of a table ends it at once, and no connection stays", async () => {
  const stop = new AbortController();
  const reason = new Error("asked to stop");
  const onBytes = () => stop.abort(reason);
  const beganMs = performance.now();
  await assert.rejects(
    writeArchive(wish({ signal: stop.signal, onBytes })),
    (error) => error === reason,
  );
  assert.ok(performance.now() - beganMs < 5_000);
  await nothingIsLeft();
});
