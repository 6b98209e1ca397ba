import assert from "node:assert/strict";
import { it } from "node:test";
import fc from "fast-check";
import { skuKey } from "../products/sku-key.ts";
import { DuplicateTracker } from "./duplicates.ts";

it("names the row that had the SKU first, whatever its case, blanks and accents", () => {
  const tracker = new DuplicateTracker();
  assert.equal(tracker.firstRow("AL-1", 2), null);
  assert.equal(tracker.firstRow("AL-2", 3), null);
  assert.equal(tracker.firstRow(" al-1 ", 4), 2);
  assert.equal(tracker.firstRow("STÜHLE", 5), null);
  assert.equal(tracker.firstRow("stu\u0308hle", 6), 5);
  assert.equal(tracker.size, 3);
});

it("agrees with a plain map", () => {
  const property = fc.property(
    fc.array(fc.string({ unit: "grapheme", maxLength: 4 }), { maxLength: 3000 }),
    (skus) => {
      const tracker = new DuplicateTracker();
      const first = new Map<string, number>();
      for (const [index, sku] of skus.entries()) {
        const row = index + 2;
        assert.equal(tracker.firstRow(sku, row), first.get(skuKey(sku)) ?? null);
        if (!first.has(skuKey(sku))) first.set(skuKey(sku), row);
      }
    },
  );
  fc.assert(property, { numRuns: 50 });
});

it("keeps a million SKUs in 25 MB and takes no two for one", () => {
  const tracker = new DuplicateTracker();
  for (let row = 1; row <= 1_000_000; row++)
    if (tracker.firstRow(`NS-${row}`, row) !== null) assert.fail(`row ${row}`);
  assert.equal(tracker.firstRow("ns-500000", 1_000_001), 500_000);
  assert.equal(tracker.size, 1_000_000);
  assert.ok(tracker.bytes < 26e6, `${tracker.bytes} bytes`);
});

it("the key of a key is the key", () => {
  fc.assert(
    fc.property(fc.string({ unit: "grapheme" }), (sku) =>
      assert.equal(skuKey(skuKey(sku)), skuKey(sku)),
    ),
    { numRuns: 2000 },
  );
});
