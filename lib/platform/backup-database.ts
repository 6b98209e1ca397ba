import postgres from "postgres";
import { databaseUrl } from "./env.ts";
import { runMigrations } from "./run-migrations.ts";

/** One connection as the role that reads everything. */
export type BackupSql = postgres.Sql;
/** The same inside a transaction. */
export type BackupTx = postgres.TransactionSql;

/**
 * Opens a connection as nightshift_backup, to the console's database or to another one of the same server. Time limits do not hold
 * here: a table may take long. Throws where no address is known. The caller ends it.
 */
export function openAsBackup(database?: string): BackupSql {
  return postgres(backupUrl(database), {
    max: 1,
    connect_timeout: 10,
    onnotice: () => undefined,
    connection: {
      application_name: "nightshift backup",
      statement_timeout: 0,
      idle_in_transaction_session_timeout: 0,
      TimeZone: "UTC",
      jit: "off",
    },
  });
}

/** The address by which `openAsBackup` and PostgreSQL's own programs come in. Throws where none is known. */
export function backupUrl(database?: string): string {
  const url = new URL(databaseUrl("backup"));
  if (database !== undefined) url.pathname = `/${encodeURIComponent(database)}`;
  return url.href;
}

/** Brings an empty database to the schema that a backup was taken of. */
export const prepareSchema = (sql: BackupSql, migrationCount: number) =>
  runMigrations(sql, migrationCount);
