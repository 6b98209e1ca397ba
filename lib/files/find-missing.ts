import { and, asc, gt, isNull } from "drizzle-orm";
import { files } from "#drizzle/schema/data.ts";
import { read } from "../access/transact.ts";
import type { Viewer } from "../access/viewer.ts";
import { fileExists } from "../platform/storage.ts";

export type MissingFile = { id: string; kind: "input" | "result"; runId: number | null };
export type LookedFor = { lookedCount: number; missing: MissingFile[]; last: string | null };

/** Before the first id. */
export const FIRST = "00000000-0000-0000-0000-000000000000";

/**
 * Looks in the store for the bytes of the next `limit` files after an id. Those that are not there are answered and left as they are:
 * the store may be back tomorrow.
 */
export async function findMissing(
  viewer: Viewer,
  after: string,
  limit: number,
): Promise<LookedFor> {
  const rows = await read(viewer, (tx) =>
    tx
      .select({ id: files.id, kind: files.kind, runId: files.runId, key: files.storageKey })
      .from(files)
      .where(and(gt(files.id, after), isNull(files.deletedAt)))
      .orderBy(asc(files.id))
      .limit(limit),
  );
  const there = await Promise.all(rows.map(({ key }) => fileExists(key)));
  const missing = rows.filter((_, at) => !there[at]);
  return {
    lookedCount: rows.length,
    missing: missing.map(({ id, kind, runId }) => ({ id, kind, runId })),
    last: rows.at(-1)?.id ?? null,
  };
}
