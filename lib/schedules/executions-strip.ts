import { and, desc, eq } from "drizzle-orm";
import { runs } from "#drizzle/schema/runs.ts";
import { read } from "../access/transact.ts";
import { visibleTo } from "../access/visible.ts";
import type { Viewer } from "../access/viewer.ts";
import type { RunStatus } from "../runs/status.ts";
import { loadSchedule } from "./access.ts";

/** One run in the large strip. Null while it has not ended, or never began. */
export type StripExecution = {
  id: number;
  status: RunStatus;
  at: string;
  durationMs: number | null;
};

const RUNS = 30;

/** The last 30 runs of a schedule that the viewer may see, oldest first. Throws Refusal `not-found`. */
export function readExecutionStrip(viewer: Viewer, scheduleId: string): Promise<StripExecution[]> {
  return read(viewer, async (tx) => {
    await loadSchedule(tx, viewer, scheduleId);
    const rows = await tx
      .select({
        id: runs.id,
        status: runs.status,
        createdAt: runs.createdAt,
        startedAt: runs.startedAt,
        endedAt: runs.endedAt,
      })
      .from(runs)
      .where(and(eq(runs.scheduleId, scheduleId), visibleTo(viewer, runs)))
      .orderBy(desc(runs.id))
      .limit(RUNS);
    return rows.toReversed().map(({ id, status, createdAt, startedAt, endedAt }) => ({
      id,
      status,
      at: (startedAt ?? createdAt).toISOString(),
      durationMs: startedAt && endedAt ? endedAt.getTime() - startedAt.getTime() : null,
    }));
  });
}
