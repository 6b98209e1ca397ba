import postgres from "postgres";
import { migrateDatabase } from "#drizzle/migrate.ts";
import { seedDemo } from "#drizzle/seed.ts";
import { server } from "../support/server.ts";

export type OwnDatabase = {
  /** The owner's connection string. */
  url: string;
  sql: postgres.Sql;
  drop(): Promise<void>;
};

/**
 * A migrated database of its own on the server of the console under test, whose roles and their passwords it shares; with the demo's
 * accounts and data where a password for them is given. Its name holds "test": its clock can be moved.
 */
export async function createOwnDatabase(purpose: string, password?: string): Promise<OwnDatabase> {
  const name = `nightshift_attack_${purpose}_${process.pid}_test`;
  const url = new URL(server.databaseUrl);
  url.pathname = `/${name}`;
  const admin = postgres(server.databaseUrl, { max: 1, onnotice: () => undefined });
  try {
    // Migrations grant parameters, which all databases of a server share: one at a time.
    await admin`select pg_advisory_lock(hashtext('nightshift own databases'))`;
    await admin.unsafe(`drop database if exists ${name} with (force)`);
    await admin.unsafe(`create database ${name}`);
    await migrateDatabase({ url: url.href, passwords: {} });
    if (password) await seedDemo(url.href, password);
  } finally {
    await admin.end();
  }
  const sql = postgres(url.href, { max: 3, onnotice: () => undefined });
  return { url: url.href, sql, drop: () => drop(name, sql) };
}

async function drop(name: string, sql: postgres.Sql): Promise<void> {
  await sql.end();
  const admin = postgres(server.databaseUrl, { max: 1, onnotice: () => undefined });
  await admin.unsafe(`drop database if exists ${name} with (force)`);
  await admin.end();
}
