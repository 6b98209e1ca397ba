import { and, asc, eq, gt, inArray, lte } from "drizzle-orm";
import { runs } from "#drizzle/schema/runs.ts";
import { visibleTo } from "../access/visible.ts";
import type { Viewer } from "../access/viewer.ts";
import type { Tx } from "../platform/db.ts";
import type { Mark } from "./mark.ts";

/** Runs of schedules that have a start time ahead: put off by a person, or further attempts. */
export async function deferredMarks(
  tx: Tx,
  viewer: Viewer,
  scheduleIds: string[],
  { now, until }: { now: Date; until: Date },
): Promise<Map<string, Mark[]>> {
  if (scheduleIds.length === 0) return new Map();
  const rows = await tx
    .select({
      scheduleId: runs.scheduleId,
      id: runs.id,
      startAt: runs.startAt,
      attempt: runs.attempt,
    })
    .from(runs)
    .where(
      and(
        inArray(runs.scheduleId, scheduleIds),
        eq(runs.status, "deferred"),
        gt(runs.startAt, now),
        lte(runs.startAt, until),
        visibleTo(viewer, runs),
      ),
    )
    .orderBy(asc(runs.startAt));
  const groups = Map.groupBy(rows, (row) => row.scheduleId as string);
  return new Map([...groups].map(([id, found]) => [id, found.map(markOf)]));
}

function markOf({
  id,
  startAt,
  attempt,
}: {
  id: number;
  startAt: Date | null;
  attempt: number;
}): Mark {
  const mark: Mark = { kind: "deferred", at: (startAt as Date).getTime(), runId: id };
  return attempt > 0 ? { ...mark, attempt: attempt + 1 } : mark;
}
