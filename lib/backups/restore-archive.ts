import { Readable, type Writable } from "node:stream";
import { pipeline } from "node:stream/promises";
import type { BackupSql, BackupTx } from "../platform/backup-database.ts";
import type { ArchiveHead } from "./archive-lines.ts";
import type { ArchiveReader } from "./archive-reader.ts";
import { countRows, type TableShape } from "./shape.ts";
import { dropWalls, raiseWalls } from "./walls-apart.ts";

export type Restored = { table: string; expected: number; found: number };

/**
 * Fills a database that is at the archive's own migration with its rows, in one transaction, as the owner of its tables: references
 * and row security stand aside meanwhile and are checked and raised again. Answers the tables whose rows are not as many as the
 * archive says; then nothing was written. Throws what the database refuses.
 */
export async function restoreArchive(
  sql: BackupSql,
  head: ArchiveHead,
  reader: ArchiveReader,
  options: { signal?: AbortSignal; onTable?: (table: TableShape) => void } = {},
): Promise<Restored[]> {
  const wrong: Restored[] = [];
  const undo = new Error("Not as many rows as there should be.");
  try {
    await sql.begin(async (tx) => {
      const walls = await dropWalls(tx);
      await makePartitions(tx, head);
      await tx.unsafe(`truncate ${head.tables.map((table) => table.name).join(", ")}`);
      await fillTables(tx, head, reader, options);
      for (const { name, rowCount } of head.tables) {
        const found = await countRows(tx, name);
        if (found !== rowCount) wrong.push({ table: name, expected: rowCount, found });
      }
      if (wrong.length > 0) throw undo;
      for (const { name, last, called } of head.sequences)
        await tx`select setval(${name}::regclass, ${last}::bigint, ${called})`;
      await raiseWalls(tx, walls);
    });
  } catch (error) {
    if (error !== undo) throw error;
  }
  return wrong;
}

async function makePartitions(tx: BackupTx, { partitions }: ArchiveHead): Promise<void> {
  for (const { parent, name, bound } of partitions)
    await tx.unsafe(`create table if not exists ${name} partition of ${parent} ${bound}`);
}

async function fillTables(
  tx: BackupTx,
  head: ArchiveHead,
  reader: ArchiveReader,
  { signal, onTable }: { signal?: AbortSignal; onTable?: (table: TableShape) => void },
): Promise<void> {
  for (let name = await reader.table(); name !== undefined; name = await reader.table()) {
    const table = head.tables.find((each) => each.name === name);
    if (!table) throw new Error(`The archive's head does not name the table ${name}.`);
    await fill(tx, table, reader, signal);
    onTable?.(table);
  }
}

async function fill(
  tx: BackupTx,
  { name, columns }: TableShape,
  reader: ArchiveReader,
  signal?: AbortSignal,
): Promise<void> {
  const target = await tx.unsafe(`copy ${name} (${columns.join(", ")}) from stdin`).writable();
  const rows = Readable.from(reader.rows(), { objectMode: false });
  target.on("error", () => undefined);
  await pipeline(rows, target, { signal, end: false }).catch((error: Error) => {
    target.destroy(error);
    throw error;
  });
  await endOfInput(target);
  // The driver does not tell the stream of a refusal that comes after its end; the next statement learns of it.
  await tx`select 1`.catch((error: unknown) => {
    throw new Error(
      `The database refuses rows of ${name}: some are there twice, or break a rule.`,
      {
        cause: error,
      },
    );
  });
}

/** Answers when the end was sent, which is when the last rows were; until then the connection takes no statement. */
function endOfInput(target: Writable): Promise<void> {
  return new Promise((resolve, reject) => {
    const final = target._final.bind(target);
    target._final = (done) => {
      final(done);
      resolve();
    };
    target.once("error", reject);
    target.end();
  });
}
