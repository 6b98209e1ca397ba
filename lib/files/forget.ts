import { sql } from "drizzle-orm";
import type { Tx } from "../platform/db.ts";

/**
 * Deletes up to `limit` rows of files whose bytes are gone and that nothing names any more: results of purged runs, inputs of no run
 * and no draft. Answers how many.
 */
export async function forgetFiles(tx: Tx, limit: number): Promise<number> {
  const { count } = (await tx.execute(sql`
    delete from files where id in (
      select f.id from files f where f.deleted_at is not null
        and not exists (select 1 from runs where runs.id = f.run_id)
        and not exists (select 1 from runs where runs.input_file_id = f.id)
        and not exists (select 1 from import_drafts d where d.file_id = f.id)
      limit ${limit} for update skip locked)`)) as unknown as { count: number };
  return count;
}

/** Deletes up to `limit` drafts that were never launched and whose file is gone. Answers how many. */
export async function forgetDrafts(tx: Tx, limit: number): Promise<number> {
  const { count } = (await tx.execute(sql`
    delete from import_drafts where id in (
      select d.id from import_drafts d join files f on f.id = d.file_id
      where d.run_id is null and f.deleted_at is not null limit ${limit})`)) as unknown as {
    count: number;
  };
  return count;
}
