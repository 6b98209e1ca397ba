import type postgres from "postgres";

/** Of the login roles; without one the role must exist already. */
export type Passwords = { web?: string; worker?: string; backup?: string };

/** As the launcher passes them. */
export const givenPasswords = (): Passwords => ({
  web: process.env.NIGHTSHIFT_WEB_PASSWORD,
  worker: process.env.NIGHTSHIFT_WORKER_PASSWORD,
  backup: process.env.NIGHTSHIFT_BACKUP_PASSWORD,
});

const PLAIN = "LOGIN NOSUPERUSER NOCREATEDB NOCREATEROLE NOBYPASSRLS";
/** It restores what it has written into a database of its own, to see whether that can be done. */
const BACKUP = "LOGIN NOSUPERUSER CREATEDB NOCREATEROLE NOBYPASSRLS";

/**
 * Makes the login roles of web, worker and backup, or gives them their passwords. Throws with the SQL to run by hand where the owner
 * may not create roles. Without the backup's everything else works: it is said once, and the job says it again.
 */
export async function ensureLogins(sql: postgres.Sql, passwords: Passwords): Promise<void> {
  await ensureLogin(sql, "nightshift_web", PLAIN, passwords.web);
  await ensureLogin(sql, "nightshift_worker", PLAIN, passwords.worker);
  try {
    await ensureLogin(sql, "nightshift_backup", BACKUP, passwords.backup);
  } catch {
    console.warn(NO_BACKUP);
  }
}

const NO_BACKUP =
  "Note: the owner of the database may not create the role nightshift_backup, so database backups can't run until an administrator " +
  "runs CREATE ROLE nightshift_backup LOGIN CREATEDB PASSWORD '…', DATABASE_URL_BACKUP is set and the migration has run again.";

async function ensureLogin(
  sql: postgres.Sql,
  role: string,
  attributes: string,
  password: string | undefined,
): Promise<void> {
  const [known] = await sql`select 1 from pg_roles where rolname = ${role}`;
  if (known && !password) return;
  const secret = password ? ` PASSWORD '${password.replaceAll("'", "''")}'` : "";
  const statement = `${known ? "ALTER" : "CREATE"} ROLE ${role} ${attributes}${secret}`;
  try {
    await sql.unsafe(statement);
  } catch (error) {
    if (known) return;
    throw new Error(
      `The owner of the database may not create the role ${role}. Run this as an administrator, then set DATABASE_URL_WEB and DATABASE_URL_WORKER:\n` +
        `  CREATE ROLE ${role} LOGIN PASSWORD '…';`,
      { cause: error },
    );
  }
}

/**
 * Lets the backup read every row of every table, those to come included, and change nothing. After each migration anew, so that a new
 * table can't be forgotten. pg-boss' tables are left out: messages are made again from the runs.
 */
export async function grantBackup(sql: postgres.Sql): Promise<void> {
  const [known] = await sql`select 1 from pg_roles where rolname = 'nightshift_backup'`;
  if (!known) return;
  await sql.unsafe(`
    GRANT USAGE ON SCHEMA public, drizzle TO nightshift_backup;
    GRANT SELECT ON ALL TABLES IN SCHEMA public, drizzle TO nightshift_backup;
    GRANT SELECT ON ALL SEQUENCES IN SCHEMA public, drizzle TO nightshift_backup;
    ALTER DEFAULT PRIVILEGES IN SCHEMA public GRANT SELECT ON TABLES TO nightshift_backup;
    ALTER DEFAULT PRIVILEGES IN SCHEMA public GRANT SELECT ON SEQUENCES TO nightshift_backup;
    -- To make the functions of our schema where it tries what it has written; in a session everybody may set them.
    GRANT SET ON PARAMETER app.domains, app.installation TO nightshift_backup;
  `);
  const walled = await sql<{ name: string }[]>`
    select c.oid::regclass::text as name from pg_class c
    where c.relnamespace = 'public'::regnamespace and c.relrowsecurity and not exists (
      select 1 from pg_policy p where p.polrelid = c.oid and p.polname = 'backup_sees_all')`;
  for (const { name } of walled)
    await sql.unsafe(
      `CREATE POLICY backup_sees_all ON ${name} FOR SELECT TO nightshift_backup USING (true)`,
    );
}
