import type { Tx } from "../platform/db.ts";
import { dueUntil } from "./due.ts";
import { recordDue, type DueRow } from "./record-due.ts";
import { ruleOf } from "./rule.ts";
import type { StoredSchedule } from "./stored.ts";

/**
 * Records the due times that had come when a person changed the schedule and that no scheduler had met: they are not made up for,
 * and not kept quiet. The row is locked; `at` is now.
 */
export async function passOver(
  tx: Tx,
  schedule: StoredSchedule,
  at: Date,
  what: Pick<DueRow, "outcome" | "policy">,
): Promise<void> {
  const rule = ruleOf(schedule);
  if (!rule || !schedule.nextRunAt || schedule.nextRunAt > at) return;
  const { passed, last } = dueUntil(rule.recurrence, schedule.timeZone, schedule.nextRunAt, at);
  const rows = [...passed, { dueAt: last }].map((due) => ({ schedule, row: { ...due, ...what } }));
  await recordDue(tx, rows, at);
}
