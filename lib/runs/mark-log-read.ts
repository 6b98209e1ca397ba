import { sql } from "drizzle-orm";
import { logReads } from "#drizzle/schema/runs.ts";
import { write } from "../access/transact.ts";
import type { Viewer } from "../access/viewer.ts";
import { appNow } from "../platform/clock.ts";
import { loadRun } from "./load.ts";

/**
 * Remembers up to which line this viewer, and nobody else, has read a run's log. Never goes back; a number beyond the last line
 * means the last line. No audit entry: reading changes nothing that others see. Throws Refusal `not-found`.
 */
export async function markLogRead(
  viewer: Viewer,
  { runId, seq }: { runId: number; seq: number },
): Promise<void> {
  await write(viewer, async (tx) => {
    const run = await loadRun(tx, viewer, runId);
    if (!viewer.userId) return;
    const row = { userId: viewer.userId, runId, seq: Math.min(seq, run.logSeq), readAt: appNow };
    await tx
      .insert(logReads)
      .values(row)
      .onConflictDoUpdate({
        target: [logReads.userId, logReads.runId],
        set: { seq: row.seq, readAt: appNow },
        setWhere: sql`${logReads.seq} < excluded.seq`,
      });
  });
}
