import { dueTimes } from "#drizzle/schema/schedules.ts";
import type { Tx } from "../platform/db.ts";
import type { DueOutcome } from "./status.ts";

export type DueRow = {
  dueAt: Date;
  outcome: DueOutcome;
  policy?: string;
  runId?: number;
  throughAt?: Date;
};

const AT_ONCE = 1000;

/**
 * Writes what became of due times, decided at `at`. One that has a row keeps it: two schedulers, or a clock that was set back, can't
 * decide a due time twice. Answers those that were new.
 */
export async function recordDue(
  tx: Tx,
  schedule: { id: string; domainId: string | null },
  rows: DueRow[],
  at: Date,
): Promise<Date[]> {
  const known: Date[] = [];
  for (let from = 0; from < rows.length; from += AT_ONCE) {
    const written = await tx
      .insert(dueTimes)
      .values(rows.slice(from, from + AT_ONCE).map((row) => valuesOf(schedule, row, at)))
      .onConflictDoNothing()
      .returning({ dueAt: dueTimes.dueAt });
    known.push(...written.map((row) => row.dueAt));
  }
  return known;
}

function valuesOf(schedule: { id: string; domainId: string | null }, row: DueRow, at: Date) {
  return {
    ...row,
    scheduleId: schedule.id,
    domainId: schedule.domainId,
    lateSeconds: Math.max(0, Math.floor((at.getTime() - row.dueAt.getTime()) / 1000)),
    decidedAt: at,
  };
}
