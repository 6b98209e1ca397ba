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

type OfSchedule = { schedule: { id: string; domainId: string | null }; row: DueRow };

const AT_ONCE = 1000;

/**
 * Writes what became of due times, decided at `at`. One that has a row keeps it: neither two schedulers nor a clock that was set
 * back can decide a due time twice.
 */
export async function recordDue(tx: Tx, rows: OfSchedule[], at: Date): Promise<void> {
  for (let from = 0; from < rows.length; from += AT_ONCE) {
    const values = rows.slice(from, from + AT_ONCE).map((each) => valuesOf(each, at));
    await tx.insert(dueTimes).values(values).onConflictDoNothing();
  }
}

function valuesOf({ schedule, row }: OfSchedule, at: Date) {
  return {
    ...row,
    scheduleId: schedule.id,
    domainId: schedule.domainId,
    lateSeconds: Math.max(0, Math.floor((at.getTime() - row.dueAt.getTime()) / 1000)),
    decidedAt: at,
  };
}
