import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { about, duration, elapsed } from "./durations.ts";

const plain = (text: string) => text.replaceAll("\u00a0", " ");

test("durations are written in the two units that matter", () => {
  const written: Array<[number, string]> = [
    [0, "0 ms"],
    [-5, "0 ms"],
    [850, "850 ms"],
    [999.6, "1 s"],
    [4200, "4.2 s"],
    [9949, "9.9 s"],
    [9950, "10 s"],
    [18_000, "18 s"],
    [59_600, "1 min 00 s"],
    [192_000, "3 min 12 s"],
    [7_500_000, "2 h 05 min"],
    [111_600_000, "1 d 7 h"],
    [172_800_000, "2 d"],
  ];
  for (const [ms, text] of written) assert.equal(plain(duration(ms)), text);
});

test("time that goes by is in whole seconds", () => {
  assert.equal(plain(elapsed(3999)), "3 s");
  assert.equal(plain(elapsed(-1)), "0 s");
  assert.equal(plain(elapsed(291_000)), "4 min 51 s");
});

test("an estimate is rounded up and says that it is one", () => {
  assert.equal(plain(about(1)), "≈ 5 s");
  assert.equal(plain(about(57_000)), "≈ 1 min");
  assert.equal(plain(about(151_000)), "≈ 2 min 40 s");
  assert.equal(plain(about(3_000_000)), "≈ 50 min");
  assert.equal(plain(about(3_700_000)), "≈ 1 h 05 min");
});

test("no part of a duration ever reaches the next unit", () => {
  fc.assert(
    fc.property(fc.integer({ min: 0, max: 40 * 24 * 3600 * 1000 }), (ms) => {
      for (const text of [duration(ms), elapsed(ms), about(ms)]) {
        assert.doesNotMatch(
          plain(text),
          /\b(?:[6-9]\d|\d{3,}) (?:s|min)\b|\b(?:2[4-9]|[3-9]\d) h\b|\b\d{4,} ms/,
        );
      }
    }),
  );
});

test("nothing in a duration can be broken over two lines", () => {
  for (const text of [duration(192_000), about(192_000), elapsed(192_000)])
    assert.doesNotMatch(text, / /);
});
