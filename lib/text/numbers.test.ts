import assert from "node:assert/strict";
import { test } from "node:test";
import { count, counted, ordinal, percent, rate } from "./numbers.ts";
import { exactSize, size } from "./sizes.ts";

const plain = (text: string) => text.replaceAll("\u00a0", " ");

test("counts have separators and say where counting stopped", () => {
  assert.equal(count(1182), "1,182");
  assert.equal(count(10_000, 10_000), "10,000+");
  assert.equal(count(9999, 10_000), "9,999");
  assert.equal(plain(counted(1, "row")), "1 row");
  assert.equal(plain(counted(12_900, "row")), "12,900 rows");
  assert.equal(plain(counted(2, "entry", "entries")), "2 entries");
});

test("a hundred per cent means done", () => {
  assert.equal(plain(percent(0.9999)), "99 %");
  assert.equal(plain(percent(0.29)), "29 %");
  assert.equal(plain(percent(1.2)), "100 %");
  assert.equal(plain(percent(-1)), "0 %");
});

test("places in a line", () => {
  const said = [1, 2, 3, 4, 11, 12, 13, 21, 101, 111].map(ordinal);
  assert.deepEqual(said, [
    "1st",
    "2nd",
    "3rd",
    "4th",
    "11th",
    "12th",
    "13th",
    "21st",
    "101st",
    "111th",
  ]);
});

test("a rate is told in the unit that gives at least one", () => {
  assert.equal(rate(33.2), "33 per second");
  assert.equal(rate(0.5), "30 per minute");
  assert.equal(rate(0.001), "4 per hour");
});

test("sizes are decimal, and no number reaches the next unit", () => {
  const written: Array<[number, string]> = [
    [0, "0 bytes"],
    [1, "1 byte"],
    [999, "999 bytes"],
    [1000, "1 kB"],
    [118_400, "118 kB"],
    [999_499, "999 kB"],
    [999_500, "1 MB"],
    [4_112_345, "4.1 MB"],
    [9_960_000, "10 MB"],
    [512 * 1024 * 1024, "537 MB"],
    [2.5e12, "2.5 TB"],
  ];
  for (const [bytes, text] of written) assert.equal(plain(size(bytes)), text);
  assert.equal(plain(exactSize(4_112_345)), "4,112,345 bytes");
});
