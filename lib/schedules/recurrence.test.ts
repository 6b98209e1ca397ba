import assert from "node:assert/strict";
import { test } from "node:test";
import type { Recurrence } from "./plan-input.ts";
import { nextTime, nextTimes, timesUntil } from "./recurrence.ts";

const daily = (...times: string[]): Recurrence => ({
  repeat: "weekdays",
  weekdays: [1, 2, 3, 4, 5, 6, 7],
  times,
});
const hourly: Recurrence = { repeat: "hours", everyHours: 1, minute: 0 };
const quarterly: Recurrence = { repeat: "minutes", everyMinutes: 15 };

/** The times of one day in Paris, from its midnight to the next one. */
function onDay(plan: Recurrence, from: string, to: string, zone = "Europe/Paris"): string[] {
  const found = timesUntil(
    plan,
    zone,
    new Date(Date.parse(from) - 1),
    new Date(Date.parse(to) - 1),
    2000,
  );
  return found.map((at) => at.toISOString().slice(0, 16));
}
const SPRING = ["2027-03-27T23:00Z", "2027-03-28T22:00Z"] as const;
const AUTUMN = ["2026-10-24T22:00Z", "2026-10-25T23:00Z"] as const;

test("F32: on the spring night 02:30 runs once, at 03:00, and elapsed time has 23 hours", () => {
  assert.deepEqual(onDay(daily("02:30"), ...SPRING), ["2027-03-28T01:00"]);
  assert.equal(onDay(hourly, ...SPRING).length, 23);
  assert.equal(onDay(quarterly, ...SPRING).length, 92);
});

test("F33: on the autumn night 02:30 runs once, the first time, and elapsed time has 25 hours", () => {
  assert.deepEqual(onDay(daily("02:30"), ...AUTUMN), ["2026-10-25T00:30"]);
  assert.equal(onDay(hourly, ...AUTUMN).length, 25);
  assert.equal(onDay(quarterly, ...AUTUMN).length, 100);
  const between = new Date("2026-10-25T00:45Z");
  assert.equal(
    nextTime(daily("02:30"), "Europe/Paris", between)?.toISOString(),
    "2026-10-26T01:30:00.000Z",
  );
});

test("times that fall into the same gap are one run, also with one planned for its end", () => {
  assert.deepEqual(onDay(daily("02:15", "02:45"), ...SPRING), ["2027-03-28T01:00"]);
  assert.deepEqual(onDay(daily("02:15", "02:45", "03:00", "03:10"), ...SPRING), [
    "2027-03-28T01:00",
    "2027-03-28T01:10",
  ]);
  const cron: Recurrence = { repeat: "cron", expression: "*/20 2 * * *" };
  assert.deepEqual(onDay(cron, ...SPRING), ["2027-03-28T01:00"]);
  assert.equal(onDay(cron, ...AUTUMN).length, 3);
});

test("a gap that ends on the next day takes its run along; a gap at midnight keeps its day", () => {
  const nuuk = nextTimes(daily("23:30"), "America/Nuuk", new Date("2027-03-27T12:00Z"), 2);
  assert.deepEqual(
    nuuk.map(({ at }) => at.toISOString()),
    ["2027-03-28T01:00:00.000Z", "2027-03-29T00:30:00.000Z"],
  );
  assert.equal(
    nextTime(daily("00:30"), "Africa/Cairo", new Date("2027-04-29T12:00Z"))?.toISOString(),
    "2027-04-29T22:00:00.000Z",
  );
});

test("every second hour and more rarely no hour comes twice; named hours stay on the wall", () => {
  const two: Recurrence = { repeat: "hours", everyHours: 2, minute: 0 };
  assert.equal(onDay(two, ...SPRING).length, 12);
  assert.equal(onDay(two, ...AUTUMN).length, 12);
  const twelve: Recurrence = { repeat: "hours", everyHours: 12, minute: 0 };
  const havana = onDay(twelve, "2026-11-01T04:00Z", "2026-11-02T05:00Z", "America/Havana");
  assert.deepEqual(havana, ["2026-11-01T04:00", "2026-11-01T17:00"]);
});

test("the marks say what becomes of a time", () => {
  const said = (plan: Recurrence, after: string, zone = "Europe/Paris") =>
    nextTimes(plan, zone, new Date(after), 1).map(({ shifted, said }) => [shifted, said])[0];
  assert.deepEqual(said(daily("02:30"), "2027-03-27T12:00Z"), [
    "gap",
    "02:30 does not exist this night, clocks go from 02:00 to 03:00. It runs once, at 03:00.",
  ]);
  assert.deepEqual(said(daily("02:15", "02:45", "03:00"), "2027-03-27T12:00Z"), [
    "gap",
    "02:15 and 02:45 do not exist this night, clocks go from 02:00 to 03:00. They are one run, at 03:00.",
  ]);
  assert.deepEqual(said(daily("02:30"), "2026-10-24T12:00Z"), [
    "fold",
    "02:30 comes twice this night, clocks go back from 03:00 to 02:00. It runs once, the first time.",
  ]);
  assert.deepEqual(said(hourly, "2026-10-25T00:00Z"), [
    "fold",
    "02:00 for the second time this night: clocks go back from 03:00 to 02:00, and this plan follows elapsed time.",
  ]);
  assert.deepEqual(said(daily("02:30"), "2026-10-26T12:00Z"), [undefined, undefined]);
});

test("months without the day are passed over, the last day is there in all of them, and some days never come", () => {
  const days = (plan: Recurrence) =>
    nextTimes(plan, "UTC", new Date("2027-01-31T12:00Z"), 3).map(({ at }) =>
      at.toISOString().slice(0, 10),
    );
  assert.deepEqual(days({ repeat: "month-days", days: [31], times: ["04:00"] }), [
    "2027-03-31",
    "2027-05-31",
    "2027-07-31",
  ]);
  assert.deepEqual(days({ repeat: "month-days", days: [31, "last"], times: ["04:00"] }), [
    "2027-02-28",
    "2027-03-31",
    "2027-04-30",
  ]);
  assert.deepEqual(days({ repeat: "cron", expression: "0 4 29 2 *" })[0], "2028-02-29");
  assert.deepEqual(days({ repeat: "cron", expression: "0 4 30 2 *" }), []);
});
