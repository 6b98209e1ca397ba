import assert from "node:assert/strict";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, test } from "node:test";
import { gunzipSync, gzipSync } from "node:zlib";
import postgres from "postgres";
import { createTestDatabase, type TestDatabase } from "#e2e/support/database.ts";
import { makeDomain, makeRun } from "#e2e/support/run-rows.ts";
import { JobError } from "../job-types/define.ts";
import { backupName, draftPath } from "./folder.ts";
import { verifyArchive } from "./verify-backup.ts";
import { writeArchive } from "./write-backup.ts";

const folder = mkdtempSync(join(tmpdir(), "nightshift-verify-"));
const name = backupName("archive", new Date("2027-01-10T02:00:00Z"), 7);
let database: TestDatabase;
let sql: postgres.Sql;
let whole: Buffer;

const forever = new AbortController().signal;
const ignore = () => undefined;

before(async () => {
  process.env["NIGHTSHIFT_DATA"] = folder;
  database = await createTestDatabase("verify");
  process.env["DATABASE_URL_BACKUP"] = database.backupUrl;
  sql = postgres(database.ownerUrl, { max: 1, onnotice: ignore });
  const domainId = await makeDomain(sql, "verify.example");
  for (let at = 0; at < 5; at += 1)
    await makeRun(sql, { domain_id: domainId, title: `run ${at}\n\\.` });
  const input = { name, takenAt: new Date(), signal: forever, onBytes: ignore };
  await writeArchive({ ...input, onShape: ignore, onTable: ignore });
  whole = readFileSync(draftPath(name));
});

after(async () => {
  await sql.end();
  await database.drop();
  rmSync(folder, { recursive: true });
});

const verify = () => verifyArchive({ name, runId: 7, signal: forever, onTable: ignore });

async function refused(bytes: Buffer, words: RegExp): Promise<void> {
  writeFileSync(draftPath(name), bytes);
  await assert.rejects(verify(), (error) => {
    assert.ok(error instanceof JobError, String(error));
    assert.equal(error.code, "backup-not-verified");
    assert.match(`${error.message} ${error.detail}`, words);
    return true;
  });
}

const edited = (edit: (lines: string[]) => string[]) =>
  gzipSync(edit(gunzipSync(whole).toString("utf8").split("\n")).join("\n"));

test("what was written is verified", async () => {
  writeFileSync(draftPath(name), whole);
  await verify();
});

test("a row that is not there, or there twice, is seen", async () => {
  const at = (lines: string[]) => lines.findIndex((line) => line === '{"table":"public.runs"}') + 1;
  await refused(
    edited((lines) => lines.toSpliced(at(lines), 1)),
    /public\.runs: 4 instead of 5/,
  );
  await refused(
    edited((lines) => lines.toSpliced(at(lines), 0, lines[at(lines)] as string)),
    /refuses rows of public\.runs/,
  );
});

test("a row to which others refer is missed", async () => {
  const at = (lines: string[]) =>
    lines.findIndex((line) => line === '{"table":"public.domains"}') + 1;
  const edit = (lines: string[]) => {
    const head = JSON.parse(lines[0] as string);
    for (const table of head.tables) if (table.name === "public.domains") table.rowCount = 0;
    return [JSON.stringify(head), ...lines.toSpliced(at(lines), 1).slice(1)];
  };
  await refused(edited(edit), /violates foreign key/);
});

test("a file that was cut, or in which a bit fell over, is seen", async () => {
  await refused(whole.subarray(0, whole.length - 2_000), /could not be restored/);
  await refused(
    edited((lines) => lines.slice(0, -2)),
    /ends in its middle/,
  );
  const bent = Buffer.from(whole);
  bent[Math.floor(bent.length / 2)]! ^= 4;
  await refused(bent, /could not be restored/);
  await refused(Buffer.from("not even packed"), /could not be restored/);
});

test("nothing is left of the databases in which it was tried", async () => {
  const left =
    await sql`select datname from pg_database where datname like 'scratch%' || current_database()`;
  assert.equal(left.length, 0);
});
