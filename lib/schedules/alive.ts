import { and, desc, eq, gt, inArray, ne, or } from "drizzle-orm";
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
 * The runs of a schedule that are under way, newest first: those that wait for a worker or for their next attempt included. One
 * that a person put off to a later time is not under way. The schedule's row should be locked.
 */
export function aliveRuns(tx: Tx, scheduleId: string): Promise<AliveRun[]> {
  return tx
    .select({
      id: runs.id,
      status: runs.status,
      startedAt: runs.startedAt,
      createdAt: runs.createdAt,
      startedBy: runs.startedBy,
    })
    .from(runs)
    .where(
      and(
        eq(runs.scheduleId, scheduleId),
        inArray(runs.status, [...WAITING, ...ACTIVE, "interrupted"]),
        or(ne(runs.status, "deferred"), gt(runs.attempt, 0)),
      ),
    )
    .orderBy(desc(runs.id));
}
