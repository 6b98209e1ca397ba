import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { estimateRemaining, steady, type Said } from "./time-left.ts";

const usual = fc.record({
  samples: fc.integer({ min: 0, max: 20 }),
  medianSeconds: fc.double({ min: 0, max: 1e5, noNaN: true }),
  p90Seconds: fc.double({ min: 0, max: 1e5, noNaN: true }),
});

test("never negative, never a number below 10 % or under three earlier runs", () => {
  const input = fc.record({
    elapsedSeconds: fc.double({ min: -10, max: 1e6, noNaN: true }),
    share: fc.option(fc.double({ min: 0, max: 1.2, noNaN: true })),
    usual: fc.option(usual),
  });
  fc.assert(
    fc.property(input, (given) => {
      const estimate = estimateRemaining(given);
      if (estimate === null || typeof estimate === "string") return;
      assert.ok(estimate.seconds >= 0 && Number.isFinite(estimate.seconds));
      assert.ok((given.share ?? 0) >= 0.1 && (given.usual?.samples ?? 0) >= 3);
    }),
  );
});

test("a run at a steady pace counts down to nothing and never up", () => {
  fc.assert(
    fc.property(
      fc.double({ min: 1, max: 1e4, noNaN: true }),
      fc.double({ min: 0.1, max: 10, noNaN: true }),
      (total, factor) => {
        const known = { samples: 5, medianSeconds: total * factor, p90Seconds: Number.MAX_VALUE };
        let last = Number.POSITIVE_INFINITY;
        for (let share = 0.1; share <= 1.0001; share += 0.01) {
          const estimate = estimateRemaining({
            elapsedSeconds: total * share,
            share,
            usual: known,
          });
          assert.ok(typeof estimate === "object" && estimate !== null);
          assert.ok(
            estimate.seconds <= last + 1e-9,
            `${estimate.seconds} after ${last} at ${share}`,
          );
          last = estimate.seconds;
        }
        assert.ok(last < total * 0.01);
      },
    ),
  );
});

test("a run at the usual pace is told its usual time from the first figure on", () => {
  const estimate = estimateRemaining({
    elapsedSeconds: 10,
    share: 0.1,
    usual: { samples: 5, medianSeconds: 100, p90Seconds: 130 },
  });
  assert.deepEqual(estimate, { seconds: 90 });
});

test("beyond the 90th percentile no number is said", () => {
  const known = { samples: 5, medianSeconds: 100, p90Seconds: 130 };
  assert.equal(
    estimateRemaining({ elapsedSeconds: 131, share: 0.9, usual: known }),
    "longer-than-usual",
  );
  assert.equal(
    estimateRemaining({ elapsedSeconds: 131, share: null, usual: known }),
    "longer-than-usual",
  );
});

test("on screen it does not jump up and down: noise around the truth only ever lowers it", () => {
  const noise = fc.array(fc.double({ min: 0.93, max: 1.07, noNaN: true }), {
    minLength: 2,
    maxLength: 60,
  });
  fc.assert(
    fc.property(noise, (factors) => {
      let said: Said | null = null;
      factors.forEach((factor, second) => {
        const next = steady(said, (300 - second) * factor, second * 1000);
        if (said) assert.ok(next.seconds <= said.seconds + 1e-9);
        assert.ok(next.seconds >= 0);
        said = next;
      });
    }),
  );
});

test("a clearly worse estimate is shown", () => {
  assert.equal(steady({ seconds: 60, atMs: 0 }, 300, 1000).seconds, 300);
});
