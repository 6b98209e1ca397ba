import type { Recurrence } from "./plan-input.ts";
import { timesUntil } from "./recurrence.ts";

/** What has come due and is not decided yet. */
export type Due = {
  /** All but the last, oldest first. */
  passed: Array<{ dueAt: Date; throughAt?: Date }>;
  last: Date;
};

/** After a longer downtime the earlier part is one row: an every-minute plan has 10,080 due times in a week. */
const ONE_BY_ONE_MS = 7 * 24 * 3_600_000;
const LIMIT = 20_000;

/** The due times from `next` up to and with `until`; `next` has come. */
export function dueUntil(recurrence: Recurrence, zone: string, next: Date, until: Date): Due {
  const horizon = new Date(until.getTime() - ONE_BY_ONE_MS);
  const isLong = next < horizon;
  const rest = timesUntil(recurrence, zone, isLong ? horizon : next, until, LIMIT);
  const first = { dueAt: next, ...(isLong ? { throughAt: horizon } : {}) };
  const passed = [first, ...rest.map((dueAt) => ({ dueAt }))];
  const last = passed.at(-1) as { dueAt: Date };
  return { passed: passed.slice(0, -1), last: last.dueAt };
}
