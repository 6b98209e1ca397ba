import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import type { Recurrence } from "./plan-input.ts";
import { nextTime, nextTimes, timesUntil } from "./recurrence.ts";

// F34. What the engine answers is compared with a list of what a wall clock in the zone showed at every quarter of an hour.
const ZONES = [
  "UTC",
  "Europe/Paris",
  "America/New_York",
  "Australia/Lord_Howe", // half an hour
  "Africa/Cairo", // at midnight
  "Asia/Beirut", // at midnight
  "Africa/Casablanca", // around Ramadan
  "America/Nuuk", // the gap ends on the next day
  "America/Havana", // the fold is at midnight
  "Pacific/Chatham", // at 02:45
  "Antarctica/Troll", // two hours
  "America/Santiago", // at midnight, southern
];
const QUARTER = 900_000;
const FROM = Date.UTC(2024, 0, 1);
const TO = Date.UTC(2027, 0, 1);
const DAILY = [1, 2, 3, 4, 5, 6, 7];

const PLANS: Record<string, Recurrence> = {
  "02:30 every day": { repeat: "weekdays", weekdays: DAILY, times: ["02:30"] },
  "00:00, 01:45 and 23:30 every day": {
    repeat: "weekdays",
    weekdays: DAILY,
    times: ["00:00", "01:45", "23:30"],
  },
  "Sat and Sun 00:15, 02:00, 03:15": {
    repeat: "weekdays",
    weekdays: [6, 7],
    times: ["00:15", "02:00", "03:15"],
  },
  "days 1, 30 and last at 00:30": {
    repeat: "month-days",
    days: [1, 30, "last"],
    times: ["00:30"],
  },
  "every hour at :30": { repeat: "hours", everyHours: 1, minute: 30 },
  "every 15 minutes": { repeat: "minutes", everyMinutes: 15 },
};

for (const zone of ZONES) {
  const wall = wallClock(zone);
  for (const [name, plan] of Object.entries(PLANS)) {
    test(`${name} in ${zone}: three years as the clocks there showed them`, () => {
      const expected = expectedTimes(plan, wall);
      const found = timesUntil(plan, zone, new Date(FROM - 1), new Date(TO - 1), 200_000);
      assert.deepEqual(found.map(stamp), expected.map(stamp));
      if (name === "02:30 every day") assert.equal(found.length, 1096, "one for each local day");
    });
  }
  test(`any weekly plan in ${zone}: as the clocks showed, and the preview is what the scheduler meets`, () => {
    const times = fc.uniqueArray(fc.integer({ min: 0, max: 95 }), { minLength: 1, maxLength: 6 });
    const weekdays = fc.uniqueArray(fc.integer({ min: 1, max: 7 }), { minLength: 1 });
    const delays = fc.integer({ min: 0, max: 3_000_000 });
    fc.assert(
      fc.property(times, weekdays, delays, (quarters, weekdays, delay) => {
        const plan: Recurrence = {
          repeat: "weekdays",
          weekdays,
          times: quarters.map(timeOf).sort(),
        };
        const expected = expectedTimes(plan, wall);
        assert.deepEqual(
          timesUntil(plan, zone, new Date(FROM - 1), new Date(TO - 1), 20_000).map(stamp),
          expected.map(stamp),
        );
        assert.deepEqual(asTicked(plan, zone, delay), asPreviewed(plan, zone));
      }),
      { numRuns: 4 },
    );
  });
}

/** What a wall clock showed at each quarter, as if it were UTC. */
function wallClock(zone: string): Float64Array {
  const format = new Intl.DateTimeFormat("en-US", { timeZone: zone, timeZoneName: "longOffset" });
  const shown = new Float64Array((TO - FROM) / QUARTER + 96);
  for (let at = 0; at < shown.length; at += 1) {
    const moment = FROM + at * QUARTER;
    const found = /GMT(?:([+-])(\d\d):(\d\d))?$/.exec(format.format(moment));
    const minutes = Number(found?.[2] ?? 0) * 60 + Number(found?.[3] ?? 0);
    shown[at] = moment + (found?.[1] === "-" ? -1 : 1) * minutes * 60_000;
  }
  return shown;
}

function expectedTimes(plan: Recurrence, wall: Float64Array): Date[] {
  const due = new Set<number>();
  for (let at = 0; at < wall.length; at += 1) {
    const moment = FROM + at * QUARTER;
    const before = at === 0 ? (wall[0] as number) - QUARTER : (wall[at - 1] as number);
    const now = wall[at] as number;
    if (follows(plan)) {
      if (isPlanned(plan, now)) due.add(moment);
      continue;
    }
    // Quarters that the clock jumped over fall on the first one after; those that it shows again do not count.
    for (let each = before + QUARTER; each <= now; each += QUARTER)
      if (isPlanned(plan, each) && !shownEarlier(wall, at, each)) due.add(moment);
  }
  return [...due].filter((at) => at < TO).map((at) => new Date(at));
}

function shownEarlier(wall: Float64Array, at: number, shown: number): boolean {
  for (let back = 1; back <= 16 && back <= at; back += 1)
    if ((wall[at - back] as number) >= shown) return true;
  return false;
}

const follows = (plan: Recurrence) => plan.repeat === "minutes" || plan.repeat === "hours";

function isPlanned(plan: Recurrence, shown: number): boolean {
  if (plan.repeat === "minutes") return true;
  const minutes = Math.floor(shown / 60_000) % 1440;
  if (plan.repeat === "hours") return minutes % 60 === plan.minute;
  if (plan.repeat === "cron") throw new Error("Not among these plans.");
  if (!plan.times.includes(timeOf(minutes / 15))) return false;
  const date = new Date(shown);
  if (plan.repeat === "weekdays") return plan.weekdays.includes(date.getUTCDay() || 7);
  const isLast = new Date(shown + 86_400_000).getUTCDate() === 1;
  return plan.days.includes(date.getUTCDate()) || (isLast && plan.days.includes("last"));
}

/** The scheduler asks for the next time after the moment at which it met the last one, `delay` ms late. */
function asTicked(plan: Recurrence, zone: string, delay: number): string[] {
  const met: string[] = [];
  let next = nextTime(plan, zone, new Date(FROM)) as Date;
  for (let count = 0; count < 60; count += 1) {
    met.push(stamp(next));
    const [following] = nextTimes(plan, zone, next, 1);
    const late = Math.min(next.getTime() + delay, (following?.at.getTime() ?? 0) - 1);
    next = nextTime(plan, zone, new Date(late)) as Date;
  }
  return met;
}

const asPreviewed = (plan: Recurrence, zone: string) =>
  nextTimes(plan, zone, new Date(FROM), 60).map(({ at }) => stamp(at));

const TIMES = Array.from({ length: 96 }, (_, quarter) =>
  new Date(quarter * QUARTER).toISOString().slice(11, 16),
);
const timeOf = (quarter: number) => TIMES[quarter] as string;
const stamp = (at: Date) => at.toISOString().slice(0, 16);
