import { pipeline, Readable } from "node:stream";
import { createGzip, type Gzip } from "node:zlib";
import { openAsBackup, type BackupSql, type BackupTx } from "../platform/backup-database.ts";
import { archiveSource } from "./archive-source.ts";
import { cutOff } from "./cut-off.ts";
import { dumpSource } from "./dump-source.ts";
import { inWords } from "./faults.ts";
import { draftPath } from "./folder.ts";
import { readShape, type Shape, type TableShape } from "./shape.ts";
import { writeWhole, type Whole } from "./write-whole.ts";

export type WriteInput = {
  name: string;
  takenAt: Date;
  signal: AbortSignal;
  onBytes: (count: number) => void;
};

/** Writes what pg_dump gives as a draft. */
export function writeDump(program: string, input: WriteInput): Promise<Whole> {
  const { name, signal } = input;
  return inWords(() => writeWhole(dumpSource(program, signal), draftPath(name), input), signal);
}

export type ArchiveWish = WriteInput & {
  onShape: (shape: Shape) => void;
  onTable: (table: TableShape) => void;
};

/** Writes our own archive as a draft: every table in one snapshot. */
export async function writeArchive(input: ArchiveWish): Promise<Whole> {
  const { name, signal } = input;
  const sql = openAsBackup();
  const [backend] = await inWords(() => sql<{ pid: number }[]>`select pg_backend_pid() as pid`);
  let copying: Readable | undefined;
  let cutting: Promise<void> | undefined;
  const cut = () => (cutting ??= cutOff(sql, backend?.pid ?? 0, () => copying));
  signal.addEventListener("abort", cut);
  const onCopy = (rows: Readable) => (copying = rows);
  try {
    const writing = inSnapshot(sql, cut, async (tx) => {
      const packed = await archiveOf(tx, { ...input, onCopy });
      return await writeWhole(packed, draftPath(name), input);
    });
    return await inWords(() => writing, signal);
  } finally {
    signal.removeEventListener("abort", cut);
    await (cutting ?? sql.end({ timeout: 5 }));
  }
}

/** What goes wrong in the middle of a copy takes the connection with it: nothing could be said on it any more, not even a rollback. */
async function inSnapshot<T>(
  sql: BackupSql,
  cut: () => Promise<void>,
  body: (tx: BackupTx) => Promise<T>,
): Promise<T> {
  let working: Promise<T> | undefined;
  const begun = sql.begin("isolation level repeatable read read only", async (tx) => {
    working = body(tx);
    return await working.catch(async (error: unknown) => {
      await cut();
      throw error;
    });
  });
  return await (begun as Promise<T>).catch(async (error: unknown) => {
    // When the connection is cut it ends before the body does, which has something to clear away.
    await working;
    throw error;
  });
}

type CopyWish = ArchiveWish & { onCopy: (rows: Readable) => void };

async function archiveOf(tx: BackupTx, { onShape, ...input }: CopyWish): Promise<Gzip> {
  const shape = await readShape(tx);
  onShape(shape);
  const plain = Readable.from(archiveSource(tx, { ...input, shape }), { objectMode: false });
  // Errors of either come out where it is read.
  return pipeline(plain, createGzip(), () => undefined);
}
