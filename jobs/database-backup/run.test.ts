import assert from "node:assert/strict";
import { mkdirSync, readdirSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { after, before, test } from "node:test";
import postgres from "postgres";
import { restoreDatabase } from "#drizzle/restore.ts";
import { JobBench } from "#e2e/support/job-bench.ts";
import { stopRun } from "#lib/runs/stop.ts";
import { makeRows, sums } from "./trial-rows.ts";
import { findPrograms, programsFor } from "#lib/backups/find-programs.ts";

let jobs: JobBench;
const start = { domainId: null };
const passwords = {};

before(async () => {
  jobs = await JobBench.open("backup");
  await makeRows(jobs);
});
after(() => jobs.close());

const folder = () => join(jobs.dataFolder, "backups");
const files = () => readdirSync(folder()).toSorted();
const fileOf = (id: number) =>
  join(folder(), files().find((name) => name.includes(`-run${id}.`)) ?? "");

/** Restores a file into a database of its own and gives a connection to it. */
async function restored(file: string, look: (sql: postgres.Sql) => Promise<void>): Promise<void> {
  const url = new URL(process.env["DATABASE_URL"] as string);
  const name = `${url.pathname.slice(1)}_restored_test`;
  await jobs.sql.unsafe(`create database ${name}`);
  url.pathname = `/${name}`;
  const sql = postgres(url.href, { max: 1, onnotice: () => undefined });
  try {
    await restoreDatabase({ url: url.href, file, passwords });
    await look(sql);
    await assert.rejects(restoreDatabase({ url: url.href, file, passwords }), /has tables already/);
  } finally {
    await sql.end();
    await jobs.sql.unsafe(`drop database ${name} with (force)`);
  }
}

const scratches = async () =>
  (
    await jobs.sql`select datname from pg_database where datname like 'scratch%' and datname like ${`%${(await jobs.sql`select current_database() as name`)[0]?.["name"]}`}`
  ).length;

test("our own archive: every table in one snapshot, restored for trial with the same rows, and restorable in earnest", async () => {
  const before = await sums(jobs.sql);
  const done = await jobs.run("database-backup", { method: "archive" }, start);
  assert.equal(done.run.status, "completed", `${done.run["error_message"]} ${done.log.join("\n")}`);
  const { write, verify, keep } = done.tallies;
  assert.equal(write?.["tables"], verify?.["verified"]);
  assert.ok((write?.["rows"] ?? 0) > 100_500, `${write?.["rows"]}`);
  assert.deepEqual(keep, { kept: 1, removed: 0 });
  assert.ok(done.log.includes("info public.products: 100,000 rows"), done.log.join("\n"));
  assert.ok(done.log.some((line) => line.startsWith("info Restored into a database of its own:")));
  assert.equal(await scratches(), 0);
  assert.equal(statSync(fileOf(done.run.id)).mode & 0o777, 0o600);
  assert.equal(write?.["bytes"], statSync(fileOf(done.run.id)).size);
  await restored(fileOf(done.run.id), async (sql) => {
    assert.deepEqual(await sums(sql), before);
    const [next] =
      await sql`insert into runs (created_at, updated_at, updated_by, job_type, title, status, trigger, parameters, input_hash)
      values (now(), now(), 'x', 'x', 'x', 'queued', 'person', '{}', 'x') returning id`;
    assert.ok(Number(next?.["id"]) > done.run.id, "numbers go on where they were");
    const [wall] = await sql`select count(*)::int as n from pg_class where relforcerowsecurity`;
    const [here] =
      await jobs.sql`select count(*)::int as n from pg_class where relforcerowsecurity`;
    assert.equal(wall?.["n"], here?.["n"]);
    const references = "select count(*)::int as n from pg_constraint where contype = 'f'";
    assert.deepEqual([...(await sql.unsafe(references))], [...(await jobs.sql.unsafe(references))]);
  });
});

test("by itself it takes pg_dump where one is fit for the server, and says which or why not", async () => {
  const [row] = await jobs.sql`select current_setting('server_version_num')::int / 10000 as major`;
  const fit = programsFor(await findPrograms(), row?.["major"]);
  const before = await sums(jobs.sql);
  const done = await jobs.run("database-backup", {}, start);
  assert.equal(done.run.status, "completed", `${done.run["error_message"]} ${done.log.join("\n")}`);
  const words = fit ? /pg_dump \d.* is used/ : /there is no pg_dump of its version or newer/;
  assert.match(done.log[0] ?? "", words);
  assert.ok(fileOf(done.run.id).endsWith(fit ? ".dump" : ".archive.gz"));
  await restored(fileOf(done.run.id), async (sql) => assert.deepEqual(await sums(sql), before));
});

test("so many are kept; the oldest go, and nothing that is not ours", async () => {
  mkdirSync(folder(), { recursive: true });
  for (const day of ["01", "02", "03"])
    writeFileSync(join(folder(), `nightshift-202601${day}T020000Z-run1.dump`), "old");
  writeFileSync(join(folder(), "notes.txt"), "not ours");
  const done = await jobs.run("database-backup", { keep: 2 }, start);
  assert.equal(done.run.status, "completed", String(done.run["error_message"]));
  assert.deepEqual(done.tallies["keep"], { kept: 2, removed: 4 });
  assert.equal(files().filter((name) => name.startsWith("nightshift-")).length, 2);
  assert.ok(files().includes("notes.txt"));
});

/** Starts one, stops it in this step, and waits for its end. */
async function stoppedIn(step: string, method: "auto" | "archive"): Promise<void> {
  const id = await jobs.bench.start("database-backup", { method }, start);
  await jobs.bench.until(`the step ${step}`, async () => {
    const [row] =
      await jobs.sql`select 1 from steps where run_id = ${id} and name = ${step} and status = 'running'`;
    return row;
  });
  await stopRun(jobs.bench.viewer, { runId: id, reason: "" });
  await jobs.bench.reaches(id, "stopped");
}

test("stopped while it writes or tries: nothing of it stays, no database either", async () => {
  const before = files();
  for (const method of ["auto", "archive"] as const) {
    // So that it surely writes for long enough: it waits for a table.
    await jobs.sql.begin(async (tx) => {
      await tx`lock table stock in access exclusive mode`;
      await stoppedIn("write", method);
    });
    assert.deepEqual(files(), before);
  }
  await stoppedIn("verify", "archive");
  assert.deepEqual(files(), before);
  assert.equal(await scratches(), 0);
});

test("a worker that is killed in the middle leaves drafts at most; the next claim ends it and clears them away", async () => {
  const before = files().filter((name) => !name.endsWith(".part"));
  for (const step of ["write", "verify"]) {
    const id = await jobs.bench.start("database-backup", { method: "archive", keep: 100 }, start);
    await jobs.bench.until(`the step ${step}`, async () => {
      const [row] =
        await jobs.sql`select 1 from steps where run_id = ${id} and name = ${step} and status = 'running'`;
      return row;
    });
    jobs.bench.killWorkers();
    assert.deepEqual(
      files().filter((name) => !name.endsWith(".part")),
      before.toSorted(),
    );
    await jobs.bench.worker({}, "../../worker.ts");
    const done = await jobs.finished(id, 120);
    assert.equal(
      done.run.status,
      "completed",
      `${done.run["error_message"]} ${done.log.join("\n")}`,
    );
    assert.ok(done.run.claim > 1);
    before.push(files().find((name) => name.includes(`-run${id}.`)) ?? "none");
    assert.deepEqual(files(), before.toSorted());
    assert.equal(await scratches(), 0);
  }
});

test("a role that does not see every row, or may not come in, is told in words that help", async () => {
  const { sql } = jobs;
  await sql`drop policy backup_sees_all on runs`;
  const hidden = await jobs.run("database-backup", {}, start);
  assert.equal(hidden.run["error_code"], "backup-not-allowed");
  assert.match(
    String(hidden.run["error_message"]),
    /does not see all rows of runs\. .*npm run migrate/,
  );
  await sql`create policy backup_sees_all on runs for select to nightshift_backup using (true)`;
  const url = new URL(process.env["DATABASE_URL_BACKUP"] as string);
  url.username = "nightshift_nobody";
  jobs.bench.killWorkers();
  await jobs.bench.worker({ DATABASE_URL_BACKUP: url.href }, "../../worker.ts");
  const locked = await jobs.run("database-backup", {}, start);
  assert.equal(
    locked.run["error_code"],
    "backup-login-missing",
    String(locked.run["error_message"]),
  );
  assert.match(String(locked.run["error_message"]), /CREATE ROLE nightshift_backup LOGIN CREATEDB/);
});
