import assert from "node:assert/strict";
import { test } from "node:test";
import { readArguments } from "#lib/launch/bench/arguments.js";
import { median, quantile, rowOf } from "./result.ts";
import { figure, printTable } from "./table.ts";

const base = { part: "import", name: "first", unit: "s" };

test("a figure is the median of its rounds; the ratio is that of the rounds' own ratios", () => {
  const baseline = { name: "COPY", values: [10, 100, 10] };
  const row = rowOf({ ...base, ours: [12, 130, 11], baseline });
  assert.deepEqual([row.ours, row.baseline, row.ratio], [12, 10, 1.2]);
  assert.equal(row.goal, undefined);
  assert.equal(median([4, 1, 3, 2]), 2.5);
  assert.equal(quantile([0, 10, 20], 0.95), 19);
  assert.throws(() => median([]));
});

test("a goal is at most or at least, of the figure or of the ratio", () => {
  const baseline = { name: "COPY", values: [10] };
  const met = (goal: Parameters<typeof rowOf>[0]["goal"]) =>
    rowOf({ ...base, ours: [15], baseline, goal }).met;
  assert.equal(met({ of: "ratio", atMost: 1.5 }), true);
  assert.equal(met({ of: "ratio", atMost: 1.4 }), false);
  assert.equal(met({ of: "ours", atLeast: 15 }), true);
  assert.equal(met({ of: "ours", atLeast: 16 }), false);
  assert.equal(rowOf({ ...base, ours: [15], goal: { of: "ratio", atMost: 2 } }).met, false);
});

test("the table is Markdown whose columns stand under each other, and says what was lowered", () => {
  const rows = [
    rowOf({
      ...base,
      ours: [12.34],
      baseline: { name: "COPY", values: [10] },
      goal: { of: "ratio", atMost: 1.5 },
    }),
    rowOf({ ...base, name: "memory", unit: "MB", ours: [1234], note: "peak" }),
  ];
  const lines = printTable(rows, ["rows 20 instead of 500"]);
  assert.equal(new Set(lines.slice(1, 5).map((line) => line.length)).size, 1);
  assert.match(
    lines[3] ?? "",
    /import: first +\| +12\.3 s \| 10 s \(COPY\) \| 1\.23× \| ≤ 1\.5× \| met/,
  );
  assert.match(lines[4] ?? "", /import: memory \(peak\) \| 1,234 MB \|/);
  assert.match(lines.at(-1) ?? "", /rows 20 instead of 500/);
  assert.deepEqual([figure(0.012345), figure(99.96), figure(Number.NaN)], ["0.0123", "100", "–"]);
});

test("parts are chosen by name and sizes lowered; what is unknown is refused", () => {
  const parts: { name: string; sizes: Record<string, number> }[] = [
    { name: "import", sizes: { rows: 500 } },
    { name: "drain", sizes: { runs: 100 } },
  ];
  const read = (...args: string[]) => readArguments(args, parts, { repeat: 5 });
  assert.deepEqual(read().parts, ["import", "drain"]);
  assert.deepEqual(read("drain", "--runs", "10", "--repeat", "5"), {
    parts: ["drain"],
    sizes: { runs: 10, repeat: 5 },
    lowered: ["runs 10 instead of 100"],
  });
  assert.throws(() => read("sleep"), /no part "sleep"; there are import, drain/);
  assert.throws(() => read("drain", "--rows", "10"), /no size "rows"/);
  assert.throws(() => read("--rows", "many"), /--rows needs a number/);
});
