import { openAsBackup, type BackupSql } from "../platform/backup-database.ts";

/** PostgreSQL cuts names beyond. */
const NAME_MAX = 63;

/**
 * Makes an empty database beside the console's, gives a connection to it to `body`, and drops it whatever happens. What an earlier
 * process could not drop any more goes first.
 */
export async function withScratch<T>(
  runId: number,
  body: (scratch: BackupSql) => Promise<T>,
): Promise<T> {
  const sql = openAsBackup();
  try {
    const [row] = await sql<{ name: string }[]>`select current_database() as name`;
    await dropLeftovers(sql, row?.name ?? "");
    const name = `scratch_${runId}_${row?.name}`.slice(0, NAME_MAX);
    await sql`create database ${sql(name)} template template0`;
    const scratch = openAsBackup(name);
    try {
      return await body(scratch);
    } finally {
      await scratch.end({ timeout: 0 });
      await dropScratch(sql, name);
    }
  } finally {
    await sql.end({ timeout: 5 });
  }
}

async function dropLeftovers(sql: BackupSql, database: string): Promise<void> {
  const rows = await sql<{ name: string }[]>`
    select datname as name from pg_database where datdba = current_user::regrole and datname like 'scratch\\_%'`;
  for (const { name } of rows) {
    const runId = /^scratch_(\d+)_/.exec(name)?.[1];
    if (runId && name === `scratch_${runId}_${database}`.slice(0, NAME_MAX))
      await dropScratch(sql, name);
  }
}

/** Not by force, which an autovacuum in it would refuse to anybody but a superuser; a plain drop sends that away. */
async function dropScratch(sql: BackupSql, name: string): Promise<void> {
  await sql`select pg_terminate_backend(pid) from pg_stat_activity where datname = ${name} and usename = current_user`;
  await sql`drop database if exists ${sql(name)}`;
}
