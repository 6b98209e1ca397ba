import { PgBoss } from "pg-boss";
import postgres from "postgres";
import { BUILT_IN_ROLES } from "#lib/access/permissions.ts";
import { newId } from "#lib/platform/ids.ts";
import { QUEUE, QUEUE_OPTIONS } from "#lib/platform/queue.ts";
import { runMigrations } from "#lib/platform/run-migrations.ts";
import { ensureLogins, givenPasswords, grantBackup, type Passwords } from "./logins.ts";

export type MigrateInput = {
  /** Connection string of the owner. */
  url: string;
  /** Passwords of the login roles; without one the role must exist already. */
  passwords: Passwords;
};

/**
 * Brings a database to the newest schema: login roles, our tables, pg-boss' tables and queue, grants, built-in roles.
 * Safe to run by several processes at once and while an old worker runs. Throws with the SQL to run by hand where the
 * owner may not create roles.
 */
export async function migrateDatabase({ url, passwords }: MigrateInput): Promise<void> {
  const sql = postgres(url, {
    max: 1,
    onnotice: () => undefined,
    connection: { lock_timeout: 10_000 },
  });
  try {
    await sql`select pg_advisory_lock(hashtext('nightshift migrate'))`;
    await ensureLogins(sql, passwords);
    await runMigrations(sql).catch(explained);
    await migrateQueue(url);
    await grantQueue(sql);
    await grantBackup(sql);
    await revokeTemporary(sql);
    await writeBuiltInRoles(sql);
  } finally {
    await sql.end({ timeout: 5 });
  }
}

/** Functions of ours set what row security reads; only a superuser may do that, or who was given it. */
function explained(error: unknown): never {
  const text = `${error instanceof Error ? error.cause : ""}`;
  if (!text.includes("permission denied to set parameter")) throw error;
  throw new Error(
    "The owner of the database is no superuser and may not set the console's parameters. Run this as an administrator, then migrate again:\n" +
      "  GRANT SET ON PARAMETER app.domains, app.installation TO the_owner WITH GRANT OPTION;",
    { cause: error },
  );
}

async function migrateQueue(url: string): Promise<void> {
  const boss = new PgBoss({ connectionString: url, max: 1, supervise: false, schedule: false });
  boss.on("error", () => undefined);
  await boss.start();
  if (await boss.getQueue(QUEUE)) await boss.updateQueue(QUEUE, withoutPolicy());
  else await boss.createQueue(QUEUE, QUEUE_OPTIONS);
  await boss.stop({ graceful: false });
}

function withoutPolicy() {
  const { policy: _fixed, ...options } = QUEUE_OPTIONS;
  return options;
}

/** Again after each migration of pg-boss: the web may put pointers in and read nothing of them. */
async function grantQueue(sql: postgres.Sql): Promise<void> {
  await sql.unsafe(`
    GRANT USAGE ON SCHEMA drizzle TO nightshift_web, nightshift_worker;
    GRANT SELECT ON drizzle.__drizzle_migrations TO nightshift_web, nightshift_worker;
    GRANT USAGE ON SCHEMA pgboss TO nightshift_web, nightshift_worker;
    GRANT SELECT ON pgboss.queue TO nightshift_web;
    GRANT SELECT (id, start_after) ON pgboss.job TO nightshift_web;
    GRANT SELECT (id, start_after) ON pgboss.job_common TO nightshift_web;
    GRANT INSERT ON pgboss.job, pgboss.job_common TO nightshift_web;
    GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA pgboss TO nightshift_worker;
    GRANT EXECUTE ON ALL FUNCTIONS IN SCHEMA pgboss TO nightshift_web, nightshift_worker;
  `);
}

/**
 * Whoever may make a temporary table can put one before ours: functions of the owner would read it instead. A database's own
 * rights are not copied with it, so this is said each time.
 */
export async function revokeTemporary(sql: postgres.Sql): Promise<void> {
  await sql.unsafe(`DO $$ BEGIN
    EXECUTE format('REVOKE TEMPORARY ON DATABASE %I FROM PUBLIC', current_database());
  END $$`);
}

async function writeBuiltInRoles(sql: postgres.Sql): Promise<void> {
  for (const role of BUILT_IN_ROLES) {
    await sql`
      insert into roles (id, name, title, permissions, built_in)
      values (${newId()}, ${role.name}, ${role.title}, ${role.permissions}, true)
      on conflict (name) do update set title = excluded.title, permissions = excluded.permissions, built_in = true`;
  }
}

if (import.meta.main) {
  const url = process.env.DATABASE_URL;
  if (!url) {
    console.error("Set DATABASE_URL to the owner's connection string of the database to migrate.");
    process.exit(1);
  }
  try {
    await migrateDatabase({ url, passwords: givenPasswords() });
    console.log("The database is at the newest schema.");
  } catch (error) {
    console.error(error instanceof Error ? error.message : error);
    process.exit(1);
  }
}
