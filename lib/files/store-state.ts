import { readdir } from "node:fs/promises";
import { join } from "node:path";
import { isNull } from "drizzle-orm";
import { files } from "#drizzle/schema/data.ts";
import { read } from "../access/transact.ts";
import type { Viewer } from "../access/viewer.ts";
import { dataFolder } from "../platform/env.ts";

/** Whether files are listed and the store holds nothing at all: it is not mounted, or the data folder is another one. */
export async function isStoreEmptied(viewer: Viewer): Promise<boolean> {
  const entries = await readdir(join(dataFolder(), "files")).catch(() => []);
  if (entries.length > 0) return false;
  const [listed] = await read(viewer, (tx) =>
    tx.select({ id: files.id }).from(files).where(isNull(files.deletedAt)).limit(1),
  );
  return listed !== undefined;
}
