import assert from "node:assert/strict";
import { test } from "node:test";
import { bandsBetween } from "./night-bands.ts";

const HOUR_MS = 3600_000;

/** Bands with their ends as hours after the start. */
function hours(startIso: string, zone: string) {
  const start = Date.parse(startIso);
  const bands = bandsBetween(start, start + 48 * HOUR_MS, zone);
  return bands.map(({ from, to, kind }) => [kind, round(from * 48), round(to * 48)]);
}

const round = (value: number) => Math.round(value * 1000) / 1000;

test("night is 20:00 to 06:00 with an hour of dusk and dawn", () => {
  assert.deepEqual(hours("2026-01-10T12:00:00Z", "UTC"), [
    ["dusk", 7, 8],
    ["night", 8, 18],
    ["dusk", 18, 19],
    ["dusk", 31, 32],
    ["night", 32, 42],
    ["dusk", 42, 43],
  ]);
});

test("the axis is elapsed time: the night in which the clocks go forward is an hour shorter", () => {
  const [, night] = hours("2026-03-28T11:00:00Z", "Europe/Paris");
  assert.deepEqual(night, ["night", 8, 17]);
});

test("a span that begins at night begins with its band, and zones of quarter hours fit", () => {
  assert.deepEqual(hours("2026-01-10T00:00:00Z", "Asia/Kathmandu")[0], ["night", 0, 0.25]);
});
