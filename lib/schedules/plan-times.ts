import type { Recurrence } from "./plan-input.ts";
import { markedUntil } from "./recurrence.ts";

/** Due times of a plan in ms, ascending, and what the clocks do to some of them. */
export type PlanTimes = { times: number[]; said: ReadonlyMap<number, string> };

type Known = PlanTimes & { from: number; until: number };

/** More due times of one plan are not looked at: a week of every minute is 10,080. */
const TIMES_MAX = 12_000;
/** So many moments are remembered; then it begins anew. */
const REMEMBERED_MAX = 300_000;
/** Worked out further than asked, for the next page asks for a little more, and two pages at once not in their order. */
const FURTHER_MS = 3_600_000;
const EARLIER_MS = 60_000;

const known = new Map<string, Known>();
let remembered = 0;

/**
 * When a plan comes due after `from` up to and with `until`, by the one engine. Every page draws the coming night and most
 * schedules share a few plans, so each plan is worked out once an hour. Throws RangeError for an unknown zone.
 */
export function planTimes(
  recurrence: Recurrence,
  zone: string,
  from: number,
  until: number,
): PlanTimes {
  const key = `${JSON.stringify(recurrence)} ${zone}`;
  let found = known.get(key);
  if (!found || found.from > from || found.until < until) {
    remembered -= found?.times.length ?? 0;
    found = workedOut(recurrence, zone, from - EARLIER_MS, until + FURTHER_MS);
    if (remembered > REMEMBERED_MAX) forget();
    known.set(key, found);
    remembered += found.times.length;
  }
  const { times, said } = found;
  return { times: times.slice(firstAfter(times, from), firstAfter(times, until)), said };
}

function workedOut(recurrence: Recurrence, zone: string, from: number, until: number): Known {
  const all = markedUntil(recurrence, zone, new Date(from), new Date(until), TIMES_MAX);
  const said = all.flatMap((each) => (each.said ? [[each.at.getTime(), each.said] as const] : []));
  return { from, until, times: all.map((each) => each.at.getTime()), said: new Map(said) };
}

function forget(): void {
  known.clear();
  remembered = 0;
}

/** The index of the first time that lies after a moment. */
function firstAfter(times: number[], moment: number): number {
  let [low, high] = [0, times.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((times[middle] as number) > moment) high = middle;
    else low = middle + 1;
  }
  return low;
}
