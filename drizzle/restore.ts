import { execFile, spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtemp, open, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import postgres from "postgres";
import { ArchiveReader } from "#lib/backups/archive-reader.ts";
import { findPrograms, programsFor } from "#lib/backups/find-programs.ts";
import { libpqEnvironment } from "#lib/backups/libpq-environment.ts";
import { restoreArchive } from "#lib/backups/restore-archive.ts";
import { knownMigrations, runMigrations } from "#lib/platform/run-migrations.ts";
import { ensureLogins, givenPasswords, type Passwords } from "./logins.ts";
import { migrateDatabase } from "./migrate.ts";

export type RestoreInput = {
  /** Connection string of the owner. */
  url: string;
  /** A file that the job database-backup wrote. */
  file: string;
  passwords: Passwords;
  /** Told of each table of an archive; pg_restore says nothing. */
  onTable?: (name: string, rowCount: number) => void;
};

/**
 * Fills a database without tables with a backup and brings it to this program's schema. Throws with a sentence when the database is
 * not empty, the file is none of ours, or it can't be restored; then nothing of it is there.
 */
export async function restoreDatabase(input: RestoreInput): Promise<void> {
  const { url, file, passwords } = input;
  const sql = postgres(url, { max: 1, onnotice: () => undefined });
  try {
    const kind = await kindOf(file);
    await refuseTables(sql);
    await ensureLogins(sql, passwords);
    await (kind === "dump" ? restoreDump(sql, url, file) : restoreOwn(sql, input));
  } finally {
    await sql.end({ timeout: 5 });
  }
  await migrateDatabase({ url, passwords });
}

async function kindOf(file: string): Promise<"dump" | "archive"> {
  const handle = await open(file, "r");
  const { buffer } = await handle.read(Buffer.alloc(5), 0, 5, 0).finally(() => handle.close());
  if (buffer.toString("latin1") === "PGDMP") return "dump";
  if (buffer.readUInt16BE(0) === 0x1f8b) return "archive";
  throw new Error(`${file} is no backup that was written here.`);
}

async function refuseTables(sql: postgres.Sql): Promise<void> {
  const [table] = await sql<{ name: string }[]>`select relname as name from pg_class
    where relnamespace = 'public'::regnamespace and relkind in ('r', 'p') order by 1 limit 1`;
  if (table)
    throw new Error(
      `The database has tables already (${table.name}). A backup is restored into one without: make a new database, or name a new NIGHTSHIFT_DATA.`,
    );
}

async function restoreOwn(sql: postgres.Sql, { file, onTable }: RestoreInput): Promise<void> {
  const reader = new ArchiveReader(file);
  const head = await reader.head();
  if (head.migrationCount > (await knownMigrations()))
    throw new Error(
      "The backup was taken by a newer version of this program. Restore it with that one.",
    );
  await runMigrations(sql, head.migrationCount);
  const wrong = await restoreArchive(sql, head, reader, {
    onTable: ({ name, rowCount }) => onTable?.(name, rowCount),
  });
  const [first] = wrong;
  if (first)
    throw new Error(
      `The table ${first.table} has ${first.found} rows instead of ${first.expected}; nothing was restored.`,
    );
}

async function restoreDump(sql: postgres.Sql, url: string, file: string): Promise<void> {
  const [row] = await sql<{ server: string }[]>`select current_setting('server_version') as server`;
  const programs = programsFor(await findPrograms(), Number.parseInt(row?.server ?? "0", 10));
  if (!programs)
    throw new Error(`There is no pg_restore of version ${row?.server} or newer on this machine.`);
  const folder = await mkdtemp(join(tmpdir(), "nightshift-restore-"));
  try {
    // Rights of tables to come are the other owner's; the migration gives them anew.
    const list = await promisify(execFile)(programs.restore, ["--list", file], {
      maxBuffer: 2 ** 26,
    });
    const path = join(folder, "list");
    await writeFile(
      path,
      list.stdout
        .split("\n")
        .filter((line) => !/ DEFAULT ACL /.test(line))
        .join("\n"),
    );
    await runRestore(programs.restore, ["--use-list", path, file], url);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

async function runRestore(program: string, args: string[], url: string): Promise<void> {
  const environment = libpqEnvironment(url);
  const all = ["--no-owner", "--single-transaction", "--exit-on-error", "--no-password"];
  const child = spawn(program, [...all, `--dbname=${environment["PGDATABASE"]}`, ...args], {
    env: environment as NodeJS.ProcessEnv,
    stdio: "inherit",
  });
  const [code] = (await once(child, "close")) as [number | null];
  if (code !== 0) throw new Error(`pg_restore ended with the code ${code}; nothing was restored.`);
}

if (import.meta.main) {
  const [file] = process.argv.slice(2);
  const url = process.env.DATABASE_URL;
  if (!file || !url) {
    console.error("Say which file: npm run restore -- path/to/backup");
    process.exit(1);
  }
  try {
    const onTable = (name: string, rowCount: number) => console.log(`${name}: ${rowCount} rows`);
    await restoreDatabase({ url, file, passwords: givenPasswords(), onTable });
    console.log("Restored, and at the newest schema.");
  } catch (error) {
    console.error(error instanceof Error ? error.message : error);
    process.exit(1);
  }
}
