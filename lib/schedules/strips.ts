import { and, desc, eq, sql } from "drizzle-orm";
import { runs } from "#drizzle/schema/runs.ts";
import { schedules } from "#drizzle/schema/schedules.ts";
import { visibleTo } from "../access/visible.ts";
import type { Viewer } from "../access/viewer.ts";
import type { Tx } from "../platform/db.ts";
import type { StripRun } from "../runs/strip.ts";
import type { RunStatus } from "../runs/status.ts";

const RUNS = 30;

/** The last 30 runs of each schedule that the viewer may see, oldest first, with one query for all of them. */
export async function stripsOf(
  tx: Tx,
  viewer: Viewer,
  scheduleIds: readonly string[],
): Promise<Map<string, StripRun[]>> {
  if (scheduleIds.length === 0) return new Map();
  const newest = tx
    .select({
      id: runs.id,
      status: runs.status,
      ms: sql<string | null>`extract(epoch from ${runs.endedAt} - ${runs.startedAt}) * 1000`.as(
        "ms",
      ),
    })
    .from(runs)
    .where(and(eq(runs.scheduleId, schedules.id), visibleTo(viewer, runs)))
    .orderBy(desc(runs.id))
    .limit(RUNS);
  const rows = await tx.execute<{
    schedule: string;
    id: string;
    status: RunStatus;
    ms: string | null;
  }>(
    sql`select ${schedules.id} as schedule, newest.* from ${schedules} cross join lateral (${newest}) as newest
      where ${schedules.id} in (${sql.join(
        scheduleIds.map((id) => sql`${id}`),
        sql`, `,
      )}) order by newest.id`,
  );
  const groups = Map.groupBy([...rows], (row) => row.schedule);
  return new Map([...groups].map(([id, group]) => [id, group.map(stripRun)]));
}

const stripRun = ({ id, status, ms }: { id: string; status: RunStatus; ms: string | null }) => ({
  id: Number(id),
  status,
  durationMs: ms === null ? null : Math.round(Number(ms)),
});
