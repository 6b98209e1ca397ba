import { and, asc, eq, inArray, isNull, lt, notExists, sql } from "drizzle-orm";
import { files } from "#drizzle/schema/data.ts";
import { runs } from "#drizzle/schema/runs.ts";
import { write } from "../access/transact.ts";
import { systemViewer } from "../access/viewer.ts";
import { appNow } from "../platform/clock.ts";
import { deleteFile } from "../platform/storage.ts";

/** Rows changed in one transaction. */
const BATCH = 200;

/**
 * Deletes the bytes of files, inputs and results, that are past their time. Their rows stay, so that run pages can say
 * "expired"; the input of a run that still waits or runs is kept. Answers how many.
 */
export async function expireFiles(): Promise<number> {
  let expired = 0;
  for (;;) {
    const keys = await markBatch();
    // The rows first: a file that is gone while its row says it is there would be an error, the reverse is an orphan.
    await Promise.all(keys.map((key) => deleteFile(key)));
    expired += keys.length;
    if (keys.length < BATCH) return expired;
  }
}

function markBatch(): Promise<string[]> {
  return write(systemViewer("storage clean-up"), async (tx) => {
    const needed = tx
      .select({ one: sql`1` })
      .from(runs)
      .where(and(eq(runs.inputFileId, files.id), inArray(runs.status, STILL_NEEDED)));
    const due = await tx
      .select({ id: files.id })
      .from(files)
      .where(and(lt(files.expiresAt, appNow), isNull(files.deletedAt), notExists(needed)))
      .orderBy(asc(files.id))
      .limit(BATCH)
      .for("update", { skipLocked: true });
    if (due.length === 0) return [];
    const ids = due.map((row) => row.id);
    const gone = await tx
      .update(files)
      .set({ deletedAt: appNow })
      .where(inArray(files.id, ids))
      .returning({ key: files.storageKey });
    return gone.map((row) => row.key);
  });
}

const STILL_NEEDED = ["deferred", "queued", "running", "stopping", "interrupted"] as const;
