import { and, inArray, sql } from "drizzle-orm";
import { runs } from "#drizzle/schema/runs.ts";
import { dueTimes } from "#drizzle/schema/schedules.ts";
import { visibleTo } from "../access/visible.ts";
import type { Viewer } from "../access/viewer.ts";
import type { Tx } from "../platform/db.ts";
import type { RunStatus } from "../runs/status.ts";
import { kindOf, type Mark } from "./mark.ts";
import type { DueOutcome } from "./status.ts";

/** The past part of the axis; what lies within one step (counted from 1970, so that it stays when time goes on) and became of the same is one mark. */
export type PastSpan = { from: Date; until: Date; stepMs: number };

/**
 * What became of the due times of schedules, oldest first. The database counts those of one step, so that a plan of every
 * minute costs no more than one of every hour.
 */
export async function pastMarks(
  tx: Tx,
  viewer: Viewer,
  scheduleIds: string[],
  span: PastSpan,
): Promise<Map<string, Mark[]>> {
  if (scheduleIds.length === 0) return new Map();
  const rows = await tx.execute<Row>(counted(viewer, scheduleIds, span));
  const groups = Map.groupBy([...rows], (row) => row.schedule);
  return new Map([...groups].map(([id, found]) => [id, found.map(markOf)]));
}

type Row = {
  schedule: string;
  outcome: DueOutcome;
  status: RunStatus | null;
  attempted: boolean;
  count: string;
  first: string;
  last: string;
  late: number;
  run: string | null;
  started: string | null;
  ended: string | null;
};

const ms = (instant: unknown) => sql`round(extract(epoch from ${instant}) * 1000)::text`;

const counted = (viewer: Viewer, scheduleIds: string[], { from, until, stepMs }: PastSpan) => sql`
  select ${dueTimes.scheduleId} as schedule, ${dueTimes.outcome} as outcome, ${runs.status} as status,
    coalesce(${runs.attempt} > 0, false) as attempted, count(*)::text as count,
    ${ms(sql`min(${dueTimes.dueAt})`)} as first,
    ${ms(sql`max(coalesce(${dueTimes.throughAt}, ${dueTimes.dueAt}))`)} as last,
    max(${dueTimes.lateSeconds}) as late, max(${runs.id})::text as run,
    ${ms(sql`max(${runs.startedAt})`)} as started, ${ms(sql`max(${runs.endedAt})`)} as ended
  from ${dueTimes}
  left join ${runs} on ${runs.id} = ${dueTimes.runId} and ${visibleTo(viewer, runs)}
  where ${and(
    inArray(dueTimes.scheduleId, scheduleIds),
    sql`${dueTimes.dueAt} >= ${from.toISOString()}::timestamptz and ${dueTimes.dueAt} <= ${until.toISOString()}::timestamptz`,
  )}
  group by ${dueTimes.scheduleId}, ${dueTimes.outcome}, ${runs.status}, coalesce(${runs.attempt} > 0, false),
    date_bin('${sql.raw(String(stepMs))} milliseconds', ${dueTimes.dueAt}, 'epoch')
  order by min(${dueTimes.dueAt})`;

function markOf(row: Row): Mark {
  const kind = kindOf({ ...row, attempt: row.attempted ? 1 : 0 });
  const [count, at, last] = [Number(row.count), Number(row.first), Number(row.last)];
  const alone = count === 1;
  return {
    kind,
    at,
    ...(last > at ? { until: last } : {}),
    ...(alone ? {} : { count }),
    ...(row.outcome === "late" || kind === "missed" ? { lateSeconds: row.late } : {}),
    // Of several that ran nobody looks for one.
    ...(row.run && (alone || kind !== "ran") ? { runId: Number(row.run) } : {}),
    ...(alone && row.started ? { startedAt: Number(row.started) } : {}),
    ...(alone && row.ended ? { endedAt: Number(row.ended) } : {}),
  };
}
