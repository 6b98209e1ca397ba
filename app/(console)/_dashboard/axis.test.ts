import assert from "node:assert/strict";
import { test } from "node:test";
import type { RunRow } from "#lib/runs/row.ts";
import { axisOf, endOf, startOf } from "./axis.ts";

const MINUTE = 60_000;
const NOW = Date.parse("2026-03-28T20:42:00Z");

const run = (values: Partial<RunRow>) =>
  ({ status: "running", startedAt: null, timeLeft: null, waits: null, ...values }) as RunRow;
const ago = (minutes: number) => new Date(NOW - minutes * MINUTE).toISOString();

test("every bar and the present lie on the axis, in their order, whatever the lengths", () => {
  for (const minutes of [0.1, 3, 45, 600, 60 * 24 * 9]) {
    const rows = [
      run({ startedAt: ago(minutes), timeLeft: { seconds: minutes * 30 } }),
      run({ startedAt: ago(minutes / 2), timeLeft: "estimating" }),
    ];
    const axis = axisOf(rows, NOW);
    const [begin, present, end] = [
      startOf(rows[0] as RunRow, NOW),
      NOW,
      endOf(rows[0] as RunRow, NOW) as number,
    ].map(axis.at);
    assert.ok(begin !== undefined && present !== undefined && end !== undefined);
    assert.ok(
      begin >= 0 && begin < present && present <= end && end <= 71,
      `${minutes} min: ${begin} ${present} ${end}`,
    );
    assert.ok(
      axis.ticks.length >= 1 && axis.ticks.length <= 6,
      `${minutes} min: ${axis.ticks.length} ticks`,
    );
    for (const tick of axis.ticks)
      assert.ok(Math.abs(axis.at(tick) - present) > 5, "no time is written over the present");
  }
});

test("what waits begins where the one before it is expected to end; without a guess it has no end", () => {
  const waits = { reason: "", place: "1st in line", startsInSeconds: 180, usualSeconds: 360 };
  const queued = run({ status: "queued", waits });
  assert.equal(startOf(queued, NOW), NOW + 3 * MINUTE);
  assert.equal(endOf(queued, NOW), NOW + 9 * MINUTE);
  assert.equal(
    endOf(run({ status: "queued", waits: { ...waits, usualSeconds: null } }), NOW),
    null,
  );
  assert.equal(endOf(run({ timeLeft: "longer-than-usual" }), NOW), null);
});
