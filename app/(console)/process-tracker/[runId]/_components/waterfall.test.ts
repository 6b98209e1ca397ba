import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import type { RunDetail } from "#lib/runs/get.ts";
import type { StepShown } from "#lib/runs/steps-shown.ts";
import { waterfall } from "./waterfall.ts";

const BEGAN = Date.parse("2026-03-28T21:00:00Z");
const iso = (seconds: number) => new Date(BEGAN + seconds * 1000).toISOString();

const step = (values: Partial<StepShown>): StepShown => ({
  position: 1,
  name: "step",
  title: "Step",
  status: "waiting",
  startedAt: null,
  endedAt: null,
  done: 0,
  total: null,
  tallies: [],
  message: null,
  timeLeft: null,
  usualSeconds: null,
  usualItems: null,
  ...values,
});

const run = (endedAt: string | null) =>
  ({ startedAt: iso(0), createdAt: iso(-5), endedAt }) as RunDetail["run"];

test("whatever the steps took and will take, every piece lies on the axis, one after the other", () => {
  const seconds = fc.double({ min: 0, max: 1e6, noNaN: true });
  const input = fc.record({
    first: seconds,
    ran: seconds,
    left: seconds,
    usual: fc.option(seconds),
    ends: fc.boolean(),
  });
  fc.assert(
    fc.property(input, ({ first, ran, left, usual, ends }) => {
      const nowMs = BEGAN + (first + ran) * 1000;
      const steps = [
        step({ status: "completed", startedAt: iso(0), endedAt: iso(first) }),
        step({
          status: ends ? "failed" : "running",
          startedAt: iso(first),
          endedAt: ends ? iso(first + ran) : null,
          timeLeft: ends ? null : { seconds: left },
        }),
        step({ usualSeconds: usual }),
      ];
      const drawn = waterfall(
        { run: run(ends ? iso(first + ran) : null), steps },
        nowMs,
        ends ? undefined : left,
      );
      const pieces = drawn.lanes
        .flatMap((lane) => [lane.ran, lane.expected])
        .filter((piece) => piece !== null);
      for (const { left: at, width } of pieces) {
        assert.ok(at >= -1e-9 && width > 0 && at + width <= 101, `${at} + ${width}`);
      }
      assert.ok(drawn.marks.length <= 8);
      assert.ok(drawn.marks.every((mark) => mark.left >= -1e-9 && mark.left < 100));
    }),
  );
});

test("what would have come after an early failure does not hide what was done", () => {
  const steps = [
    step({ status: "failed", startedAt: iso(0), endedAt: iso(2) }),
    step({ usualSeconds: 600 }),
  ];
  const drawn = waterfall({ run: run(iso(2)), steps }, BEGAN + 2000, undefined);
  assert.ok((drawn.lanes[0]?.ran?.width ?? 0) > 90);
  assert.equal(drawn.lanes[1]?.expected, null);
});

test("steps of an earlier attempt are not drawn on the axis of this one", () => {
  const steps = [
    step({ status: "completed", startedAt: iso(-900), endedAt: iso(-800) }),
    step({ status: "running", startedAt: iso(0) }),
  ];
  const drawn = waterfall({ run: run(null), steps }, BEGAN + 60_000, undefined);
  assert.equal(drawn.lanes[0]?.ran, null);
  assert.ok((drawn.now ?? 0) > 50);
});
