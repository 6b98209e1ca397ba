import { and, asc, inArray, isNull, lte, notInArray } from "drizzle-orm";
import { schedules } from "#drizzle/schema/schedules.ts";
import { write } from "../access/transact.ts";
import { knownJobTypes } from "../job-types/find.ts";
import { appNow, now } from "../platform/clock.ts";
import { sqlState, type Tx } from "../platform/db.ts";
import { log } from "../platform/log.ts";
import { pauseByItself, SCHEDULER } from "./pause.ts";
import { settleDue, type StoredSchedule } from "./settle-due.ts";

export type Ticked = {
  /** Schedules of which something had come due. */
  decidedCount: number;
  started: number[];
};

/** So many rows are locked at once; other schedulers take the next ones meanwhile. */
const AT_ONCE = 25;

/**
 * Decides every schedule that has come due, by the database's clock, and starts its runs: due time, run and message in one
 * transaction. Any number of workers call this as often as they like. Schedules of job types that this process does not know
 * are left to those that do.
 */
export async function tick(): Promise<Ticked> {
  const ticked: Ticked = { decidedCount: 0, started: [] };
  const failed: string[] = [];
  for (;;) {
    const batch = await write(SCHEDULER, (tx) => decideBatch(tx, failed));
    ticked.decidedCount += batch.decidedCount;
    ticked.started.push(...batch.started);
    failed.push(...batch.failed);
    if (batch.decidedCount + batch.failed.length < AT_ONCE) return ticked;
  }
}

async function decideBatch(tx: Tx, without: string[]) {
  const due = await lockDue(tx, without);
  const batch = { decidedCount: 0, started: [] as number[], failed: [] as string[] };
  if (due.length === 0) return batch;
  const at = await now(tx);
  for (const schedule of due) {
    const settled = await settleApart(tx, schedule, at);
    if (settled === "failed") batch.failed.push(schedule.id);
    else batch.decidedCount += 1;
    if (typeof settled === "number") batch.started.push(settled);
  }
  return batch;
}

function lockDue(tx: Tx, without: string[]): Promise<StoredSchedule[]> {
  const types = knownJobTypes().map((type) => type.name);
  return tx
    .select()
    .from(schedules)
    .where(
      and(
        lte(schedules.nextRunAt, appNow),
        isNull(schedules.retiredAt),
        inArray(schedules.jobType, types),
        without.length > 0 ? notInArray(schedules.id, without) : undefined,
      ),
    )
    .orderBy(asc(schedules.nextRunAt), asc(schedules.id))
    .limit(AT_ONCE)
    .for("update", { skipLocked: true });
}

/** One schedule that can't be decided harms no other: its part is rolled back. */
async function settleApart(tx: Tx, schedule: StoredSchedule, at: Date) {
  try {
    return await tx.transaction((part) => settleDue(part, schedule, at));
  } catch (error) {
    if (TRANSIENT.test(sqlState(error) ?? "")) throw error;
    log.error({ schedule: schedule.id, error: String(error) }, "a schedule can't be decided");
    if (sqlState(error)) return "failed" as const;
    const reason = `Its plan can't be worked out: ${error instanceof Error ? error.message : error}`;
    await tx.transaction((part) => giveUp(part, schedule, reason));
    return undefined;
  }
}

/** Locks, serialisation, and a connection that is gone: the whole batch is tried again. */
const TRANSIENT = /^(?:40|55P03|08|57P|ECONN|EPIPE|CONN)/;

async function giveUp(tx: Tx, schedule: StoredSchedule, reason: string): Promise<void> {
  await pauseByItself(tx, schedule, reason);
  await tx
    .update(schedules)
    .set({ nextRunAt: null })
    .where(inArray(schedules.id, [schedule.id]));
}
