import { and, desc, gt, inArray, ne, or } from "drizzle-orm";
import { runs } from "#drizzle/schema/runs.ts";
import type { Tx } from "../platform/db.ts";
import { ACTIVE, WAITING, type RunStatus } from "../runs/status.ts";

export type AliveRun = {
  id: number;
  status: RunStatus;
  startedAt: Date | null;
  createdAt: Date;
  startedBy: string | null;
};

/**
 * The runs of each schedule that are under way, newest first: those that wait for a worker or for their next attempt included. One
 * that a person put off to a later time is not under way. The schedules' rows should be locked.
 */
export async function aliveRuns(
  tx: Tx,
  scheduleIds: readonly string[],
): Promise<Map<string, AliveRun[]>> {
  if (scheduleIds.length === 0) return new Map();
  const rows = await tx
    .select({
      scheduleId: runs.scheduleId,
      id: runs.id,
      status: runs.status,
      startedAt: runs.startedAt,
      createdAt: runs.createdAt,
      startedBy: runs.startedBy,
    })
    .from(runs)
    .where(
      and(
        inArray(runs.scheduleId, [...scheduleIds]),
        inArray(runs.status, [...WAITING, ...ACTIVE, "interrupted"]),
        or(ne(runs.status, "deferred"), gt(runs.attempt, 0)),
      ),
    )
    .orderBy(desc(runs.id));
  return Map.groupBy(rows, (row) => row.scheduleId as string);
}
