import postgres from "postgres";
import { migrateDatabase } from "#drizzle/migrate.ts";
import { catalogue } from "#jobs/catalogue.ts";
import { registerJobTypes } from "#lib/job-types/find.ts";
import { syncJobTypes } from "#lib/job-types/sync.ts";
import { closeDatabase, useDatabaseRole } from "#lib/platform/db.ts";
import { syncSchedules } from "#lib/schedules/sync.ts";
import { fillDatabase } from "./fill.ts";

/** Addresses of one database as its owner, the web and the worker. */
export type Addresses = {
  DATABASE_URL: string;
  DATABASE_URL_WEB: string;
  DATABASE_URL_WORKER: string;
};

/** Those of this process, for a database of another name on the same server. */
export function addressesOf(database?: string): Addresses {
  const address = (name: keyof Addresses) => {
    const url = new URL(process.env[name] as string);
    if (database) url.pathname = `/${database}`;
    return url.href;
  };
  return {
    DATABASE_URL: address("DATABASE_URL"),
    DATABASE_URL_WEB: address("DATABASE_URL_WEB"),
    DATABASE_URL_WORKER: address("DATABASE_URL_WORKER"),
  };
}

export async function makeDatabase(owner: postgres.Sql, name: string): Promise<Addresses> {
  await owner.unsafe(`create database ${name}`);
  const addresses = addressesOf(name);
  await migrateDatabase({ url: addresses.DATABASE_URL, passwords: {} });
  return addresses;
}

/** Fills a migrated database, with the job types and schedules that a worker would have made. */
export async function fill(addresses: Addresses, runCount: number): Promise<void> {
  await inDatabase(addresses, "worker", async (sql) => {
    registerJobTypes(catalogue);
    await syncJobTypes();
    await fillDatabase(sql, runCount, syncSchedules);
  });
}

/** Does something in this process as the web or a worker of another database, and with its owner's connection. */
export async function inDatabase<T>(
  addresses: Addresses,
  role: "web" | "worker",
  act: (owner: postgres.Sql) => Promise<T>,
): Promise<T> {
  const own = addressesOf();
  Object.assign(process.env, addresses);
  const owner = postgres(addresses.DATABASE_URL, { max: 2, onnotice: () => undefined });
  try {
    useDatabaseRole(role, 2);
    return await act(owner);
  } finally {
    await owner.end();
    await closeDatabase();
    Object.assign(process.env, own);
  }
}
