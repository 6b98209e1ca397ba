import type { Readable } from "node:stream";
import { openAsBackup, type BackupSql } from "../platform/backup-database.ts";

/**
 * Ends a connection, also in the middle of a copy that nobody reads any more: the server would wait for its reader, and the driver's
 * socket is paused and never learns that it was closed.
 */
export async function cutOff(
  sql: BackupSql,
  backend: number,
  copying: () => Readable | undefined,
): Promise<void> {
  const other = openAsBackup();
  await other`select pg_terminate_backend(${backend})`.catch(() => undefined);
  await Promise.all([other.end({ timeout: 1 }), sql.end({ timeout: 0 })]);
  // Asked for at last: a copy may have begun meanwhile.
  const rows = copying();
  if (rows) resumeSocket(rows);
}

/** The driver pauses its socket while a copy is not read, and forgets it when the copy ends in that moment. */
export function resumeSocket(copying: Readable): void {
  try {
    copying._read(0);
  } catch {
    // It is closed: there is no socket any more.
  }
}
