import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import {
  absolute,
  clockTime,
  hourIn,
  moment,
  plainDay,
  relative,
  shortMoment,
  zoneCity,
} from "./dates.ts";

const PARIS = "Europe/Paris";
// Saturday, 21:42 in Paris, in the night in which the clocks go forward.
const NOW = new Date("2026-03-28T20:42:00Z");
const at = (iso: string) => new Date(iso);
const plain = (text: string) => text.replaceAll("\u00a0", " ");

test("a moment is told relatively for seven days and by its date afterwards", () => {
  const told = (iso: string) => plain(relative(at(iso), NOW, PARIS));
  assert.equal(told("2026-03-28T20:41:58Z"), "now");
  assert.equal(told("2026-03-28T20:41:20Z"), "40 s ago");
  assert.equal(told("2026-03-28T20:40:01Z"), "1 min ago");
  assert.equal(told("2026-03-28T00:42:00Z"), "20 h ago");
  assert.equal(told("2026-03-27T04:45:00Z"), "yesterday");
  assert.equal(told("2026-03-24T10:05:00Z"), "4 d ago");
  assert.equal(told("2026-03-20T10:05:00Z"), "Fri 20 March");
  assert.equal(told("2025-03-20T10:05:00Z"), "Thu 20 March 2025");
  assert.equal(told("2026-03-28T20:42:30Z"), "in 30 s");
  assert.equal(told("2026-03-28T22:40:00Z"), "in 2 h");
  assert.equal(told("2026-03-30T04:30:00Z"), "in 1 d 7 h");
  assert.equal(told("2026-04-11T02:00:00Z"), "Sat 11 April");
});

test("a relative time is never empty and never names a negative number", () => {
  const week = 7 * 24 * 3600 * 1000;
  fc.assert(
    fc.property(fc.integer({ min: -week, max: week }), (offset) => {
      const text = relative(new Date(NOW.getTime() + offset), NOW, PARIS);
      assert.match(text, /\w/);
      assert.doesNotMatch(text, /-|NaN|\b0 d/);
    }),
  );
});

test("days are counted on the zone's own calendar, also over a change of the clocks", () => {
  assert.equal(shortMoment(at("2026-03-28T20:40:00Z"), NOW, PARIS), "21:40");
  assert.equal(moment(at("2026-03-28T17:00:00Z"), NOW, PARIS), "today 18:00");
  assert.equal(moment(at("2026-03-29T01:00:00Z"), NOW, PARIS), "Sun 03:00");
  assert.equal(shortMoment(at("2026-03-28T23:30:00Z"), NOW, PARIS), "Sun 00:30");
  assert.equal(shortMoment(at("2026-03-28T23:30:00Z"), NOW, "UTC"), "23:30");
});

test("the exact time names its zone and UTC", () => {
  assert.equal(
    absolute(at("2026-03-28T17:00:04Z"), PARIS),
    "Sat 28 March 2026, 18:00:04 CET (17:00:04 UTC)",
  );
  assert.equal(
    absolute(at("2026-03-29T17:00:04Z"), PARIS),
    "Sun 29 March 2026, 19:00:04 CEST (17:00:04 UTC)",
  );
});

test("midnight is 00 and a quarter-hour zone keeps its minutes", () => {
  assert.equal(clockTime(at("2026-01-01T00:00:00Z"), "UTC"), "00:00");
  assert.equal(clockTime(at("2026-01-01T00:00:00Z"), "Asia/Kathmandu"), "05:45");
  assert.equal(hourIn(at("2026-01-01T23:30:00Z"), PARIS), 0);
});

test("a zone that the runtime does not know is read as UTC, not as an error", () => {
  assert.equal(clockTime(at("2026-01-01T12:00:00Z"), "Nowhere/Nothing"), "12:00");
});

test("zones are named by their city, days without their weekday", () => {
  assert.equal(zoneCity("America/Argentina/Buenos_Aires"), "Buenos Aires");
  assert.equal(zoneCity("UTC"), "UTC");
  assert.equal(plain(plainDay(at("2026-04-27T10:00:00Z"), NOW, PARIS)), "27 April");
  assert.equal(plain(plainDay(at("2027-04-27T10:00:00Z"), NOW, PARIS)), "27 April 2027");
});
