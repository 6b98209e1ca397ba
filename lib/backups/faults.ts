import { JobError } from "../job-types/define.ts";
import { isConnectionLoss, sqlState } from "../platform/db.ts";
import { Refusal } from "../text/refusal.ts";

const MAKE_LOGIN =
  "An administrator of the database runs CREATE ROLE nightshift_backup LOGIN CREATEDB PASSWORD '…', sets DATABASE_URL_BACKUP " +
  "for the worker, and runs npm run migrate.";

/** Runs `act` and says what is wrong with the login, the rights or the disk in words; everything else is thrown as it is. */
export async function inWords<T>(act: () => Promise<T>, signal?: AbortSignal): Promise<T> {
  try {
    return await act();
  } catch (error) {
    // Whoever stops it takes its connections away.
    signal?.throwIfAborted();
    throw faultOf(error) ?? error;
  }
}

function faultOf(error: unknown): Error | undefined {
  const code = sqlState(error) ?? "";
  const detail = String(error);
  if (code.startsWith("28") || detail.startsWith("Error: No database is set"))
    return new JobError(
      "backup-login-missing",
      `There is no login for backups. ${MAKE_LOGIN}`,
      detail,
    );
  if (code === "42501") return new JobError("backup-not-allowed", notAllowed(detail), detail);
  if (code === "53100")
    return new JobError(
      "disk-full",
      "The database's disk has no room left to try the backup in. Nothing of it was kept; earlier backups are still there.",
      detail,
    );
  if (!isConnectionLoss(error)) return undefined;
  const refusal = new Refusal("unavailable", "The database does not answer.");
  refusal.cause = error;
  return refusal;
}

const notAllowed = (detail: string) =>
  /create database/.test(detail)
    ? "The role nightshift_backup may not make the database in which a backup is tried. An administrator runs ALTER ROLE nightshift_backup CREATEDB."
    : "The role nightshift_backup may not read everything. The migration gives it the rights: npm run migrate.";
