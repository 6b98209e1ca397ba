import type { Readable } from "node:stream";
import type { BackupTx } from "../platform/backup-database.ts";
import { JobError } from "../job-types/define.ts";
import {
  asLine,
  END_OF_TABLE,
  FORMAT,
  type ArchiveFoot,
  type ArchiveHead,
} from "./archive-lines.ts";
import { resumeSocket } from "./cut-off.ts";
import type { Shape, TableShape } from "./shape.ts";

export type ArchiveInput = {
  shape: Shape;
  takenAt: Date;
  /** Called after each table. */
  onTable: (table: TableShape) => void;
  /** Called with each table's copy as it begins. */
  onCopy: (rows: Readable) => void;
};

const NEWLINE = 10;

/**
 * The archive's bytes, table after table, from the caller's transaction, which must be a repeatable-read one. Throws `JobError` when
 * a table gave another number of rows than it was counted with.
 */
export async function* archiveSource(
  tx: BackupTx,
  { shape, takenAt, onTable, onCopy }: ArchiveInput,
): AsyncGenerator<Buffer> {
  const head: ArchiveHead = {
    format: FORMAT,
    version: 1,
    takenAt: takenAt.toISOString(),
    ...shape,
  };
  yield asLine(head);
  for (const table of shape.tables) {
    yield asLine({ table: table.name });
    yield* rowsOf(tx, table, onCopy);
    yield END_OF_TABLE;
    onTable(table);
  }
  const foot: ArchiveFoot = { end: true, tableCount: shape.tables.length };
  yield asLine(foot);
}

async function* rowsOf(
  tx: BackupTx,
  { name, columns, rowCount }: TableShape,
  onCopy: ArchiveInput["onCopy"],
): AsyncGenerator<Buffer> {
  // A query, because COPY of a table leaves out the rows of its partitions.
  const source = `copy (select ${columns.join(", ")} from ${name}) to stdout`;
  const rows: Readable = await tx.unsafe(source).readable();
  onCopy(rows);
  let lineCount = 0;
  for await (const chunk of rows as AsyncIterable<Buffer>) {
    lineCount += newlines(chunk);
    yield chunk;
  }
  resumeSocket(rows);
  if (lineCount !== rowCount)
    throw new JobError(
      "backup-not-verified",
      `The table ${name} holds ${rowCount} rows, and ${lineCount} were read.`,
    );
}

function newlines(chunk: Buffer): number {
  let found = 0;
  for (let at = chunk.indexOf(NEWLINE); at >= 0; at = chunk.indexOf(NEWLINE, at + 1)) found += 1;
  return found;
}
