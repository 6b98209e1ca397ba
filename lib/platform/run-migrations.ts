import { cp, mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { drizzle } from "drizzle-orm/postgres-js";
import { migrate } from "drizzle-orm/postgres-js/migrator";
import type postgres from "postgres";

const FOLDER = join(import.meta.dirname, "../../drizzle/migrations");

type Journal = { entries: Array<{ idx: number; tag: string }> };

/** Runs our migrations that are missing, all or the first `count` of them, in one transaction. */
export async function runMigrations(sql: postgres.Sql, count?: number): Promise<void> {
  if (count === undefined) return await migrate(drizzle(sql), { migrationsFolder: FOLDER });
  const folder = await mkdtemp(join(tmpdir(), "nightshift-migrations-"));
  try {
    await cp(FOLDER, folder, { recursive: true });
    const path = join(folder, "meta/_journal.json");
    const journal = JSON.parse(await readFile(path, "utf8")) as Journal;
    journal.entries = journal.entries.slice(0, count);
    await writeFile(path, JSON.stringify(journal));
    await migrate(drizzle(sql), { migrationsFolder: folder });
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

/** How many migrations this program knows. */
export async function knownMigrations(): Promise<number> {
  const text = await readFile(join(FOLDER, "meta/_journal.json"), "utf8");
  return (JSON.parse(text) as Journal).entries.length;
}
