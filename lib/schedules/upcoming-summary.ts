import { and, eq, gte, inArray, sql, type SQL } from "drizzle-orm";
import { runs } from "#drizzle/schema/runs.ts";
import { dueTimes, schedules } from "#drizzle/schema/schedules.ts";
import { visibleTo } from "../access/visible.ts";
import type { Viewer } from "../access/viewer.ts";
import type { Tx } from "../platform/db.ts";
import { dueAhead, type DueTogether } from "./due-ahead.ts";
import { NO_SCHEDULE_FILTERS } from "./list-input.ts";
import { joinedFor } from "./matching.ts";
import type { Trouble } from "./upcoming-input.ts";

export type UpcomingSummary = {
  scheduleCount: number;
  /** Due within reach ahead. */
  dueCount: number;
  /** The most that come due at one moment ahead; null where nothing does. */
  peak: { count: number; at: string } | null;
  /** Due times in the past part that ended so. */
  troubles: Record<Trouble, number>;
  /** The longest delay of those that were late. */
  lateSeconds: number;
};

/** The figures above the axis: over everything that matches, also what is not drawn. */
export async function summaryOf(
  tx: Tx,
  viewer: Viewer,
  matching: SQL,
  { from, now, until }: { from: Date; now: Date; until: Date },
): Promise<UpcomingSummary> {
  const ahead = await dueAhead(tx, viewer, matching, { from: now, until });
  const dueCount = ahead.reduce((sum, each) => sum + each.scheduleCount * each.times.length, 0);
  const ids = sql`(select ${schedules.id} from ${joinedFor(viewer, NO_SCHEDULE_FILTERS)} where ${matching})`;
  const [total] = await tx.execute<{ count: number }>(sql`select count(*)::int from ${ids} as s`);
  const past = await countPast(tx, ids, from);
  const failed = await countFailed(tx, viewer, ids, from);
  const { late, missed, skipped, late_seconds: lateSeconds } = past;
  const troubles = { failed, missed, late, skipped };
  return { scheduleCount: total?.count ?? 0, dueCount, peak: peakOf(ahead), troubles, lateSeconds };
}

type Counts = { late: number; missed: number; skipped: number; late_seconds: number };

/** Nothing to do is nobody's trouble: an idle due time is not counted as skipped. */
async function countPast(tx: Tx, ids: SQL, from: Date): Promise<Counts> {
  const [row] = await tx
    .select({
      late: sql<number>`count(*) filter (where ${dueTimes.outcome} = 'late')::int`,
      missed: sql<number>`count(*) filter (where ${dueTimes.outcome} = 'missed')::int`,
      skipped: sql<number>`count(*) filter (where ${dueTimes.outcome} in ('skipped-running', 'skipped-paused'))::int`,
      late_seconds: sql<number>`coalesce(max(${dueTimes.lateSeconds}) filter (where ${dueTimes.outcome} = 'late'), 0)`,
    })
    .from(dueTimes)
    .where(and(gte(dueTimes.dueAt, from), sql`${dueTimes.scheduleId} in ${ids}`));
  return row as Counts;
}

async function countFailed(tx: Tx, viewer: Viewer, ids: SQL, from: Date): Promise<number> {
  const [row] = await tx
    .select({ count: sql<number>`count(*)::int` })
    .from(dueTimes)
    .innerJoin(runs, eq(runs.id, dueTimes.runId))
    .where(
      and(
        gte(dueTimes.dueAt, from),
        inArray(dueTimes.outcome, ["started", "late"]),
        inArray(runs.status, ["failed", "interrupted"]),
        visibleTo(viewer, runs),
        sql`${dueTimes.scheduleId} in ${ids}`,
      ),
    );
  return row?.count ?? 0;
}

function peakOf(ahead: readonly DueTogether[]): UpcomingSummary["peak"] {
  const counts = new Map<number, number>();
  for (const { times, scheduleCount } of ahead)
    for (const at of times) counts.set(at, (counts.get(at) ?? 0) + scheduleCount);
  const found = [...counts].reduce<[number, number] | null>(
    (most, each) =>
      !most || each[1] > most[1] || (each[1] === most[1] && each[0] < most[0]) ? each : most,
    null,
  );
  return found && { count: found[1], at: new Date(found[0]).toISOString() };
}
