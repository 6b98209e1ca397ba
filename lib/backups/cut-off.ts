import type { Readable } from "node:stream";
import { openAsBackup, type BackupSql } from "../platform/backup-database.ts";

/**
 * Ends a connection, also in the middle of a copy that nobody reads any more: the server would wait for its reader, and the driver's
 * socket is paused and never learns that it was closed.
 */
export async function cutOff(sql: BackupSql, backend: number, copying?: Readable): Promise<void> {
  const other = openAsBackup();
  await other`select pg_terminate_backend(${backend})`.catch(() => undefined);
  await Promise.all([other.end({ timeout: 1 }), sql.end({ timeout: 0 })]);
  if (copying) resumeSocket(copying);
}

/** The driver pauses its socket while a copy is not read, and forgets it when the copy ends in that moment. */
export const resumeSocket = (copying: Readable) => copying._read(0);
