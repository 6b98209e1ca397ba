import { sql } from "drizzle-orm";
import { read } from "../access/transact.ts";
import type { Viewer } from "../access/viewer.ts";

/** Names of indexes that no query uses because their making was cut off, as `schema.index`. */
export function listBrokenIndexes(viewer: Viewer): Promise<string[]> {
  return read(viewer, async (tx) => {
    const rows = await tx.execute<{ name: string }>(sql`
      select n.nspname || '.' || c.relname as name from pg_index i join pg_class c on c.oid = i.indexrelid
      join pg_namespace n on n.oid = c.relnamespace
      where not i.indisvalid and n.nspname in ('public', 'pgboss') order by 1`);
    return rows.map((row) => row.name);
  });
}
