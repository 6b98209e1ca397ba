import postgres from "postgres";
import { migrateDatabase } from "#drizzle/migrate.ts";

export type TestDatabase = {
  name: string;
  /** Connection strings of the owner, of the web's role, of the worker's and of the backup's. */
  ownerUrl: string;
  webUrl: string;
  workerUrl: string;
  backupUrl: string;
  /** Ends every connection to it and removes it. */
  drop(): Promise<void>;
};

const PASSWORD = "only-for-tests";
const TEMPLATE = "nightshift_template_test";

/** The server that `npm test` starts, or one that a developer names. */
const serverUrl = () =>
  process.env["TEST_DATABASE_URL"] ?? "postgres://postgres@127.0.0.1:55432/postgres";

/**
 * A migrated database of its own, copied from a template that the first caller migrates. Its name holds "test", so that its
 * clock can be moved.
 */
export async function createTestDatabase(purpose: string): Promise<TestDatabase> {
  const name = `nightshift_${purpose.replaceAll(/\W+/g, "_")}_${process.pid}_test`;
  const admin = postgres(serverUrl(), { max: 1, onnotice: () => undefined });
  await admin`select pg_advisory_lock(hashtext('nightshift template'))`;
  try {
    await ensureTemplate(admin);
    await admin.unsafe(`drop database if exists ${name} with (force)`);
    await admin.unsafe(`create database ${name} template ${TEMPLATE}`);
  } finally {
    await admin.end();
  }
  return { name, ownerUrl: urlOf(name), ...roleUrls(name), drop: () => drop(name) };
}

/** The template holds the migrations of this checkout: it is made anew by the first caller of a test run. */
async function ensureTemplate(admin: postgres.Sql): Promise<void> {
  const stamp = process.env["TEST_RUN"] ?? `${process.ppid}`;
  const [known] = await admin`
    select shobj_description(oid, 'pg_database') as stamp from pg_database where datname = ${TEMPLATE}`;
  if (known?.["stamp"] === stamp) return;
  await admin.unsafe(`drop database if exists ${TEMPLATE} with (force)`);
  await admin.unsafe(`create database ${TEMPLATE}`);
  await migrateDatabase({
    url: urlOf(TEMPLATE),
    passwords: { web: PASSWORD, worker: PASSWORD, backup: PASSWORD },
  });
  await admin.unsafe(`comment on database ${TEMPLATE} is '${stamp.replaceAll("'", "")}'`);
}

async function drop(name: string): Promise<void> {
  const admin = postgres(serverUrl(), { max: 1, onnotice: () => undefined });
  await admin.unsafe(`drop database if exists ${name} with (force)`);
  await admin.end();
}

function urlOf(database: string): string {
  const url = new URL(serverUrl());
  url.pathname = `/${database}`;
  return url.href;
}

function roleUrls(database: string) {
  const as = (role: string) => {
    const url = new URL(urlOf(database));
    url.username = role;
    url.password = PASSWORD;
    return url.href;
  };
  return {
    webUrl: as("nightshift_web"),
    workerUrl: as("nightshift_worker"),
    backupUrl: as("nightshift_backup"),
  };
}
