import { and, eq, gte, lt, sql } from "drizzle-orm";
import { runs } from "#drizzle/schema/runs.ts";
import { visibleTo } from "../access/visible.ts";
import type { Viewer } from "../access/viewer.ts";
import { now } from "../platform/clock.ts";
import type { Tx } from "../platform/db.ts";
import { dueAhead } from "../schedules/due-ahead.ts";
import { NO_SCHEDULE_FILTERS } from "../schedules/list-input.ts";
import { matchingSchedules } from "../schedules/matching.ts";

/** One bar per half hour. */
export const BIN_MINUTES = 30;
export const BINS = 48;
const BIN_MS = BIN_MINUTES * 60_000;
/** More would not be seen on a line of 28 pixels. */
const DEFERRED_MAX = 2000;

export type Nightline = {
  /** Past 24 hours, oldest first: how many runs began in each half hour, and how many of them failed. */
  past: Array<{ ran: number; failed: number }>;
  /** Next 24 hours: how many due times and other starts lie in each half hour. */
  next: number[];
};

/**
 * What the line in the top bar shows. The half hours count from this moment. A run stands where it began; only runs made
 * in the past day are read, so that the index of `created_at` serves and the price does not grow with the history.
 */
export async function nightlineWithin(tx: Tx, viewer: Viewer): Promise<Nightline> {
  const at = await now(tx);
  return {
    past: await pastWithin(tx, viewer, at),
    next: await comingWithin(tx, viewer, at),
  };
}

/** The moment is a value here: `app_now()` would be asked anew for each run. */
async function pastWithin(tx: Tx, viewer: Viewer, at: Date): Promise<Nightline["past"]> {
  const from = new Date(at.getTime() - BINS * BIN_MS);
  const began = sql`coalesce(${runs.startedAt}, ${runs.createdAt})`;
  const rows = await tx
    .select({
      began: sql<string>`date_bin('${sql.raw(String(BIN_MINUTES))} minutes', ${began}, ${from.toISOString()}::timestamptz)`,
      ran: sql<number>`count(*) filter (where ${runs.status} not in ('failed', 'interrupted'))::int`,
      failed: sql<number>`count(*) filter (where ${runs.status} in ('failed', 'interrupted'))::int`,
    })
    .from(runs)
    .where(
      and(
        visibleTo(viewer, { domainId: runs.domainId, startedBy: runs.startedBy }),
        gte(runs.createdAt, from),
        sql`${runs.status} not in ('deferred', 'queued', 'cancelled')`,
      ),
    )
    .groupBy(sql`1`);
  const bins = Array.from({ length: BINS }, () => ({ ran: 0, failed: 0 }));
  for (const { began: begin, ran, failed } of rows)
    bins[binOf(Date.parse(begin) - from.getTime())] = { ran, failed };
  return bins;
}

/** A run that begins at this very moment lies on the edge. */
const binOf = (ms: number) => Math.min(BINS - 1, Math.max(0, Math.floor(ms / BIN_MS)));

/** Due times of schedules that the viewer may look at, and runs that have a start time. */
async function comingWithin(tx: Tx, viewer: Viewer, from: Date): Promise<number[]> {
  const until = new Date(from.getTime() + BINS * BIN_MS);
  const bins = Array.from({ length: BINS }, () => 0);
  const add = (at: number, count: number) => {
    const bin = binOf(at - from.getTime());
    bins[bin] = (bins[bin] ?? 0) + count;
  };
  const all = matchingSchedules(viewer, NO_SCHEDULE_FILTERS);
  for (const { times, scheduleCount } of await dueAhead(tx, viewer, all, { from, until }))
    for (const at of times) add(at, scheduleCount);
  for (const startAt of await deferredStarts(tx, viewer, from, until)) add(startAt, 1);
  return bins;
}

async function deferredStarts(tx: Tx, viewer: Viewer, from: Date, until: Date): Promise<number[]> {
  const rows = await tx
    .select({ startAt: runs.startAt })
    .from(runs)
    .where(
      and(
        visibleTo(viewer, runs),
        eq(runs.status, "deferred"),
        gte(runs.startAt, from),
        lt(runs.startAt, until),
      ),
    )
    .limit(DEFERRED_MAX);
  return rows.flatMap(({ startAt }) => (startAt ? [startAt.getTime()] : []));
}
