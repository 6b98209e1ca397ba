import { execFile } from "node:child_process";
import { promisify } from "node:util";
import { JobError } from "../job-types/define.ts";
import { openAsBackup, prepareSchema } from "../platform/backup-database.ts";
import { counted } from "../text/numbers.ts";
import { isRefusal } from "../text/refusal.ts";
import { ArchiveReader } from "./archive-reader.ts";
import { inWords } from "./faults.ts";
import { draftPath } from "./folder.ts";
import { restoreArchive } from "./restore-archive.ts";
import { withScratch } from "./scratch.ts";
import { storedTables, type TableShape } from "./shape.ts";

const run = promisify(execFile);
const LIST_MAX_BYTES = 64 * 1024 * 1024;

/** Reads a dump's list and looks that the data of every table is in it. Answers how many. Throws `JobError`. */
export async function verifyDump(
  program: string,
  name: string,
  tablesBefore: readonly string[],
): Promise<number> {
  const { stdout } = await run(program, ["--list", draftPath(name)], {
    maxBuffer: LIST_MAX_BYTES,
  }).catch((error: Error) => {
    throw new JobError("backup-not-verified", "pg_restore can't read the dump.", error.message);
  });
  const listed = new Set(
    [...stdout.matchAll(/ TABLE DATA public (\S+) /g)].map(([, table]) => table),
  );
  const now = new Set(await inWords(tablesNow));
  // What came or went while it was written may be in it or not.
  const missing = tablesBefore.filter((table) => now.has(table) && !listed.has(table));
  if (missing.length > 0)
    throw new JobError(
      "backup-not-verified",
      `The dump lacks the data of ${counted(missing.length, "table")}.`,
      missing.join("\n"),
    );
  return listed.size;
}

async function tablesNow(): Promise<string[]> {
  const sql = openAsBackup();
  return await sql.begin("read only", storedTables).finally(() => sql.end({ timeout: 5 }));
}

export type VerifyInput = {
  name: string;
  runId: number;
  signal: AbortSignal;
  onTable: (table: TableShape) => void;
};

/** Restores an archive into a database of its own, references and all, and compares the rows. Throws `JobError`. */
export async function verifyArchive({ name, runId, signal, onTable }: VerifyInput): Promise<void> {
  const wrong = await inWords(
    () =>
      withScratch(runId, async (scratch) => {
        const cut = () => void scratch.end({ timeout: 0 });
        signal.addEventListener("abort", cut, { once: true });
        signal.throwIfAborted();
        const reader = new ArchiveReader(draftPath(name), signal);
        const head = await reader.head();
        await prepareSchema(scratch, head.migrationCount);
        return await restoreArchive(scratch, head, reader, { signal, onTable }).finally(() =>
          signal.removeEventListener("abort", cut),
        );
      }),
    signal,
  ).catch((error: unknown) => {
    throw isInWords(error, signal) ? error : notRestored(error);
  });
  if (wrong.length === 0) return;
  const lines = wrong.map(
    ({ table, expected, found }) => `${table}: ${found} instead of ${expected}`,
  );
  const tables = counted(wrong.length, "table");
  throw new JobError(
    "backup-not-verified",
    `After restoring, the rows of ${tables} are not as many as they were.`,
    lines.join("\n"),
  );
}

/** A fault of the login, the rights, the disk or the connection has its own words; what is left is one of the archive. */
const isInWords = (error: unknown, signal: AbortSignal) =>
  error instanceof JobError || isRefusal(error) || signal.aborted;

const notRestored = (error: unknown) =>
  new JobError("backup-not-verified", "The archive could not be restored.", String(error));
