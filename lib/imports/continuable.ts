import { and, eq } from "drizzle-orm";
import { runs } from "#drizzle/schema/runs.ts";
import { read } from "../access/transact.ts";
import { can, type Viewer } from "../access/viewer.ts";
import { visibleTo } from "../access/visible.ts";

export type Continuable = { runId: number; title: string; domainId: string; ended: boolean };

/**
 * The import that a corrected file would continue; undefined for a number that is none, that the viewer may not see, or in whose
 * domain he may not import.
 */
export async function continuable(viewer: Viewer, runId: number): Promise<Continuable | undefined> {
  if (!Number.isSafeInteger(runId) || runId <= 0) return undefined;
  const [run] = await read(viewer, (tx) =>
    tx
      .select({ id: runs.id, title: runs.title, domainId: runs.domainId, endedAt: runs.endedAt })
      .from(runs)
      .where(and(eq(runs.id, runId), eq(runs.jobType, "product-import"), visibleTo(viewer, runs))),
  );
  if (!run?.domainId || !can(viewer, "imports.start", run.domainId)) return undefined;
  const { title, domainId, endedAt } = run;
  return { runId: run.id, title, domainId, ended: endedAt !== null };
}
