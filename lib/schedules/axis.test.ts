import assert from "node:assert/strict";
import { test } from "node:test";
import { axisTicks } from "./axis-ticks.ts";
import { clockChanges } from "./clock-changes.ts";
import { planTimes } from "./plan-times.ts";
import { timesUntil } from "./recurrence.ts";

const HOUR = 3_600_000;
const at = (iso: string) => Date.parse(iso);

/** Ticks as hours after the beginning. */
const hours = (zone: string, from: string, span: number) =>
  axisTicks(zone, at(from), at(from) + span * HOUR).map(
    (tick) => [(tick.at - at(from)) / HOUR, tick.day ? "day" : tick.hour] as const,
  );

test("every third hour of the wall is ruled, and each day begins with its name", () => {
  assert.deepEqual(hours("UTC", "2026-01-10T20:30:00Z", 12), [
    [0.5, 21],
    [1.5, 22],
    [2.5, 23],
    [3.5, "day"],
    ...[1, 2, 3, 4, 5, 6, 7, 8].map((hour) => [3.5 + hour, hour]),
  ]);
  assert.deepEqual(
    hours("Asia/Kathmandu", "2026-01-10T00:00:00Z", 24).slice(0, 2),
    // 05:45 there.
    [
      [0.25, 6],
      [3.25, 9],
    ],
  );
});

test("around a change of the clocks the rules lie an hour closer or further apart, and no hour is ruled twice", () => {
  const spring = hours("Europe/Paris", "2026-03-28T20:00:00Z", 24);
  assert.deepEqual(spring.slice(0, 3), [
    [0, 21],
    [3, "day"],
    [5, 3],
  ]);
  const autumn = hours("Europe/Paris", "2026-10-24T20:00:00Z", 24);
  assert.deepEqual(autumn.slice(0, 3), [
    [2, "day"],
    [6, 3],
    [9, 6],
  ]);
  const hourly = hours("Europe/Paris", "2026-10-24T23:30:00Z", 4).map(([, name]) => name);
  assert.deepEqual(hourly, [2, 3, 4], "02:00 comes twice and is ruled once");
});

test("a day that has no midnight has its name at its first moment", () => {
  // In Cairo the clocks go from 00:00 to 01:00 on 24 April 2026.
  const days = hours("Africa/Cairo", "2026-04-23T12:00:00Z", 24).filter(
    ([, name]) => name === "day",
  );
  assert.deepEqual(days, [[10, "day"]]);
});

test("the changes of the clocks are found with what they show before and after", () => {
  const span = (zone: string, from: string, days: number) =>
    clockChanges(zone, at(from), at(from) + days * 24 * HOUR);
  assert.deepEqual(span("Europe/Paris", "2026-03-28T20:42:00Z", 1), [
    { at: "2026-03-29T01:00:00.000Z", from: "02:00", to: "03:00", forward: true },
  ]);
  assert.deepEqual(span("Europe/Paris", "2026-10-24T20:42:00Z", 1), [
    { at: "2026-10-25T01:00:00.000Z", from: "03:00", to: "02:00", forward: false },
  ]);
  assert.deepEqual(span("Australia/Lord_Howe", "2026-04-04T00:00:00Z", 2), [
    { at: "2026-04-04T15:00:00.000Z", from: "02:00", to: "01:30", forward: false },
  ]);
  assert.deepEqual(span("UTC", "2026-12-30T00:00:00Z", 4), [], "New Year changes no clock");
});

test("remembered times are those of the engine, whatever was asked before", () => {
  const plan = { repeat: "minutes", everyMinutes: 15 } as const;
  const asked: Array<[from: string, until: string]> = [
    ["2026-03-28T20:42:10Z", "2026-03-29T20:42:10Z"],
    ["2026-03-28T21:00:00Z", "2026-03-29T21:00:00Z"],
    ["2026-03-28T20:42:09Z", "2026-03-29T02:42:09Z"],
    ["2026-03-28T20:42:10Z", "2026-04-04T20:42:10Z"],
    ["2026-03-20T20:45:00Z", "2026-03-20T21:45:00Z"],
  ];
  for (const [from, until] of asked) {
    const fresh = timesUntil(plan, "Europe/Paris", new Date(from), new Date(until), 20_000);
    const known = planTimes(plan, "Europe/Paris", at(from), at(until));
    assert.deepEqual(
      known.times,
      fresh.map((each) => each.getTime()),
      `${from} to ${until}`,
    );
  }
});
