import { sql } from "drizzle-orm";
import { readdir, rm, stat } from "node:fs/promises";
import { join } from "node:path";
import { systemViewer } from "../access/viewer.ts";
import { read } from "../access/transact.ts";
import { dataFolder } from "../platform/env.ts";
import type { Watch } from "./expire.ts";

/** Whoever stores a file writes its row right after; what was not written to for so long and has none never will have one. */
const ORPHAN_AGE_MS = 30 * 60 * 1000;

/** Keys asked for at once. */
const BATCH = 1_000;

/**
 * Removes from the store what no row names: uploads that were cut (`.part`) and files whose row was never committed, once they
 * are older than half an hour. Answers how many. Safe to run by several processes at once.
 */
export async function removeOrphanFiles({ signal, onPart }: Watch = {}): Promise<number> {
  const before = Date.now() - ORPHAN_AGE_MS;
  let removed = 0;
  for await (const batch of batches(oldFiles(before))) {
    signal?.throwIfAborted();
    const known = await namedByRows(
      batch.flatMap(({ key }) => (key.endsWith(".part") ? [] : [key])),
    );
    const orphans = batch.filter(({ key }) => !known.has(key));
    for (const { key } of orphans) await rm(join(filesFolder(), key), { force: true });
    removed += orphans.length;
    const bytes = orphans.reduce((sum, file) => sum + file.bytes, 0);
    onPart?.({ fileCount: orphans.length, bytes });
  }
  return removed;
}

const filesFolder = () => join(dataFolder(), "files");

type Stored = { key: string; bytes: number };

async function* oldFiles(before: number): AsyncGenerator<Stored> {
  for (const month of await folders()) {
    for (const name of await readdir(join(filesFolder(), month))) {
      if (!/^[0-9a-f-]{36}(\.part)?$/.test(name)) continue;
      const found = await stat(join(filesFolder(), month, name)).catch(() => undefined);
      if (found && found.mtimeMs < before) yield { key: `${month}/${name}`, bytes: found.size };
    }
  }
}

/** The store's own folders only; before the first upload there are none. */
async function folders(): Promise<string[]> {
  const entries = await readdir(filesFolder()).catch(() => []);
  return entries.filter((entry) => /^\d{4}-\d{2}$/.test(entry));
}

async function* batches(files: AsyncIterable<Stored>): AsyncGenerator<Stored[]> {
  let batch: Stored[] = [];
  for await (const file of files) {
    if (batch.push(file) < BATCH) continue;
    yield batch;
    batch = [];
  }
  if (batch.length > 0) yield batch;
}

async function namedByRows(keys: string[]): Promise<Set<string>> {
  if (keys.length === 0) return new Set();
  return await read(systemViewer("storage clean-up"), async (tx) => {
    const rows = await tx.execute<{ storage_key: string }>(sql`
      select storage_key from files where deleted_at is null
      and storage_key = any (array(select jsonb_array_elements_text(${JSON.stringify(keys)}::jsonb)))`);
    return new Set(rows.map((row) => row.storage_key));
  });
}
