import { and, eq, gte, lt, sql, type SQL } from "drizzle-orm";
import { runs } from "#drizzle/schema/runs.ts";
import { visibleTo } from "../access/visible.ts";
import type { Viewer } from "../access/viewer.ts";
import { appNow } from "../platform/clock.ts";
import type { Tx } from "../platform/db.ts";

/** One bar per half hour. */
export const BIN_MINUTES = 30;
export const BINS = 48;

export type Nightline = {
  /** Past 24 hours, oldest first: how many runs began in each half hour, and how many of them failed. */
  past: Array<{ ran: number; failed: number }>;
  /** Next 24 hours: how many wait for a start time in each half hour. */
  next: number[];
};

/**
 * What the line in the top bar shows. The half hours count from this moment. A run stands where it began; only runs made
 * in the past day are read, so that the index of `created_at` serves and the price does not grow with the history.
 */
export async function nightlineWithin(tx: Tx, viewer: Viewer): Promise<Nightline> {
  const visible = visibleTo(viewer, { domainId: runs.domainId, startedBy: runs.startedBy });
  const began = sql`coalesce(${runs.startedAt}, ${runs.createdAt})`;
  const past = await tx
    .select({
      bin: binOf(sql`${began} - (${appNow} - interval '24 hours')`),
      ran: sql<number>`count(*) filter (where ${runs.status} not in ('failed', 'interrupted'))::int`,
      failed: sql<number>`count(*) filter (where ${runs.status} in ('failed', 'interrupted'))::int`,
    })
    .from(runs)
    .where(
      and(
        visible,
        gte(runs.createdAt, sql`${appNow} - interval '24 hours'`),
        sql`${runs.status} not in ('deferred', 'queued', 'cancelled')`,
      ),
    )
    .groupBy(sql`1`);
  const next = await tx
    .select({ bin: binOf(sql`${runs.startAt} - ${appNow}`), due: sql<number>`count(*)::int` })
    .from(runs)
    .where(
      and(
        visible,
        eq(runs.status, "deferred"),
        gte(runs.startAt, appNow),
        lt(runs.startAt, sql`${appNow} + interval '24 hours'`),
      ),
    )
    .groupBy(sql`1`);
  return {
    past: fill(past, { ran: 0, failed: 0 }),
    next: fill(next, { due: 0 }).map(({ due }) => due),
  };
}

const binOf = (age: SQL) =>
  sql<number>`floor(extract(epoch from ${age}) / ${sql.raw(String(BIN_MINUTES * 60))})::int`;

function fill<T extends { bin: number }, Rest extends Omit<T, "bin">>(
  rows: T[],
  none: Rest,
): Rest[] {
  const filled = Array.from({ length: BINS }, () => ({ ...none }));
  for (const { bin, ...rest } of rows) {
    // A run that begins at this very moment lies on the edge.
    const slot = filled[Math.min(BINS - 1, Math.max(0, bin))];
    if (slot) Object.assign(slot, rest);
  }
  return filled;
}
