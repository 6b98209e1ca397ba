import { and, asc, inArray, isNull, lte, notInArray } from "drizzle-orm";
import { schedules } from "#drizzle/schema/schedules.ts";
import { write } from "../access/transact.ts";
import { knownJobTypes } from "../job-types/find.ts";
import { appNow } from "../platform/clock.ts";
import type { Tx } from "../platform/db.ts";
import { log } from "../platform/log.ts";
import { isRefusal } from "../text/refusal.ts";
import { decideBatch } from "./decide-batch.ts";
import { SCHEDULER } from "./pause.ts";
import type { StoredSchedule } from "./stored.ts";

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
 * are left to those that do. Throws Refusal `unavailable` when the database is away.
 */
export async function tick(): Promise<Ticked> {
  const ticked: Ticked = { decidedCount: 0, started: [] };
  const failed: string[] = [];
  for (let atOnce = AT_ONCE; ;) {
    let due: StoredSchedule[] = [];
    try {
      const started = await write(SCHEDULER, async (tx) => {
        due = await lockDue(tx, failed, atOnce);
        return due.length > 0 ? await decideBatch(tx, due) : [];
      });
      ticked.started.push(...started);
      ticked.decidedCount += due.length;
      if (due.length < atOnce) return ticked;
    } catch (error) {
      if (isRefusal(error, "unavailable") || due.length === 0) throw error;
      // One schedule that can't be decided harms no other: from here on each is decided alone, and this one left for the next tick.
      if (due.length === 1) failed.push(...named(due, error));
      atOnce = 1;
    }
  }
}

function named([schedule]: StoredSchedule[], error: unknown): string[] {
  log.error({ schedule: schedule?.id, error: String(error) }, "a schedule can't be decided");
  return schedule ? [schedule.id] : [];
}

function lockDue(tx: Tx, without: string[], limit: number): Promise<StoredSchedule[]> {
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
    .limit(limit)
    .for("update", { skipLocked: true });
}
