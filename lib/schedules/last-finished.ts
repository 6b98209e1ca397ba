import { and, desc, eq, inArray } from "drizzle-orm";
import { runs } from "#drizzle/schema/runs.ts";
import { visibleTo } from "../access/visible.ts";
import type { Viewer } from "../access/viewer.ts";
import type { Tx } from "../platform/db.ts";
import { FINISHED, type RunStatus } from "../runs/status.ts";

export type FinishedRun = { id: number; status: RunStatus; endedAt: Date | null };

/** The newest finished run of a schedule that the viewer may see. */
export async function lastFinished(
  tx: Tx,
  viewer: Viewer,
  scheduleId: string,
): Promise<FinishedRun | undefined> {
  const [run] = await tx
    .select({ id: runs.id, status: runs.status, endedAt: runs.endedAt })
    .from(runs)
    .where(
      and(
        eq(runs.scheduleId, scheduleId),
        visibleTo(viewer, runs),
        inArray(
          runs.status,
          FINISHED.filter((status) => status !== "cancelled"),
        ),
      ),
    )
    .orderBy(desc(runs.id))
    .limit(1);
  return run;
}
