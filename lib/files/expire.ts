import { and, asc, eq, inArray, isNull, lt, notExists, sql } from "drizzle-orm";
import { files } from "#drizzle/schema/data.ts";
import { runs } from "#drizzle/schema/runs.ts";
import { write } from "../access/transact.ts";
import { systemViewer } from "../access/viewer.ts";
import { appNow } from "../platform/clock.ts";
import { deleteFile } from "../platform/storage.ts";

/** How a longer clean-up is followed and ended between two of its parts. */
export type Watch = {
  signal?: AbortSignal;
  onPart?: (part: { fileCount: number; bytes: number }) => void;
};

/** Rows changed in one transaction. */
const BATCH = 200;

/**
 * Deletes the bytes of files, inputs and results, that are past their time. Their rows stay, so that run pages can say
 * "expired"; the input of a run that still waits or runs is kept. Answers how many.
 */
export async function expireFiles({ signal, onPart }: Watch = {}): Promise<number> {
  let expired = 0;
  for (;;) {
    signal?.throwIfAborted();
    const gone = await markBatch();
    // The rows first: a file that is gone while its row says it is there would be an error, the reverse is an orphan.
    await Promise.all(gone.map(({ key }) => deleteFile(key)));
    expired += gone.length;
    onPart?.({ fileCount: gone.length, bytes: gone.reduce((sum, file) => sum + file.bytes, 0) });
    if (gone.length < BATCH) return expired;
  }
}

function markBatch(): Promise<Array<{ key: string; bytes: number }>> {
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
    return await tx
      .update(files)
      .set({ deletedAt: appNow })
      .where(inArray(files.id, ids))
      .returning({ key: files.storageKey, bytes: files.sizeBytes });
  });
}

const STILL_NEEDED = ["deferred", "queued", "running", "stopping", "interrupted"] as const;
