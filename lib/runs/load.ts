import { and, eq } from "drizzle-orm";
import { runs } from "#drizzle/schema/runs.ts";
import { visibleTo } from "../access/visible.ts";
import type { Viewer } from "../access/viewer.ts";
import type { Tx } from "../platform/db.ts";
import { notFound } from "../text/refusal.ts";

export type StoredRun = typeof runs.$inferSelect;

/** The run, if the viewer may see it. Throws Refusal `not-found`, the same for a number that does not exist. */
export async function loadRun(tx: Tx, viewer: Viewer, runId: number): Promise<StoredRun> {
  if (!Number.isSafeInteger(runId) || runId < 1) throw notFound("This run");
  const [run] = await tx
    .select()
    .from(runs)
    .where(and(eq(runs.id, runId), visibleTo(viewer, runs)));
  if (!run) throw notFound("This run");
  return run;
}
