import { Cron } from "croner";
import { namesHours } from "./cron-fields.ts";
import { LAST_DAY, type Recurrence } from "./plan-input.ts";
import type { WallTime } from "./zone-clock.ts";

/**
 * One pattern of wall times. `elapsed` follows the time that goes by: 23 hourly runs on the spring day, 25 on the autumn day.
 * The others follow the clock on the wall: each of their times comes once on every day.
 */
export type Pattern = { elapsed: boolean; next(after: WallTime): WallTime | undefined };

const compiled = new Map<string, Pattern[]>();
const COMPILED_MAX = 1000;

/** The patterns of a recurrence; its occurrences are those of all of them together. */
export function compile(recurrence: Recurrence): Pattern[] {
  const key = JSON.stringify(recurrence);
  let found = compiled.get(key);
  if (!found) {
    found = expressionsOf(recurrence).map(([expression, elapsed]) => pattern(expression, elapsed));
    if (compiled.size >= COMPILED_MAX) compiled.clear();
    compiled.set(key, found);
  }
  return found;
}

/** croner matches the calendar, on a clock without changes; what a wall time means in a zone is said by `zone-clock.ts`. */
function pattern(expression: string, elapsed: boolean): Pattern {
  const cron = new Cron(expression, { mode: "5-part", utcOffset: 0, paused: true });
  return { elapsed, next: (after) => cron.nextRun(new Date(after))?.getTime() };
}

function expressionsOf(recurrence: Recurrence): Array<[expression: string, elapsed: boolean]> {
  switch (recurrence.repeat) {
    case "minutes":
      return [[`*/${recurrence.everyMinutes} * * * *`, true]];
    case "hours":
      return [hourly(recurrence)];
    case "weekdays":
      return atTimes(recurrence.times, `* * ${recurrence.weekdays.join(",")}`);
    case "month-days":
      return atTimes(recurrence.times, `${daysOf(recurrence.days)} * *`);
    case "cron":
      return [[recurrence.expression, !namesHours(recurrence.expression)]];
  }
}

/** Every second hour and more rarely, the hours are named, so that no night has one twice. */
function hourly({ everyHours, minute }: { everyHours: number; minute: number }): [string, boolean] {
  return everyHours === 1
    ? [`${minute} * * * *`, true]
    : [`${minute} */${everyHours} * * *`, false];
}

/** One expression for all hours that share a minute. */
function atTimes(times: string[], days: string): Array<[string, boolean]> {
  const byMinute = Map.groupBy(times, (time) => Number(time.slice(3)));
  return [...byMinute].map(([minute, shared]) => {
    const hours = shared.map((time) => Number(time.slice(0, 2))).join(",");
    return [`${minute} ${hours} ${days}`, false];
  });
}

const daysOf = (days: Array<number | string>) =>
  days.map((day) => (day === LAST_DAY ? "L" : day)).join(",");
