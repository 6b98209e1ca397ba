import assert from "node:assert/strict";
import { it } from "node:test";
import { readCsv } from "./read-csv.ts";
import { sampleFile } from "./sample-rows.ts";
import { sniffHead } from "./sniff.ts";

const MB = 1024 * 1024;

// In a file of its own, for each test file is a process of its own.
it("reads 400,000 rows in flat memory", async () => {
  const sheet = sniffHead(Buffer.from(sampleFile(10).toArray().join("")), true);
  async function* bytes() {
    for (const piece of sampleFile(400_000)) yield Buffer.from(piece);
  }
  const peaks = [0, 0];
  let rows = 0;
  for await (const { faults } of readCsv(bytes(), sheet)) {
    assert.equal(faults.length, 0);
    const half = rows++ < 200_000 ? 0 : 1;
    if (rows % 5000 === 0) peaks[half] = Math.max(peaks[half]!, process.memoryUsage().rss / MB);
  }
  assert.equal(rows, 400_000);
  assert.ok(peaks[1]! < 250, `${peaks[1]} MB`);
  assert.ok(peaks[1]! - peaks[0]! < 40, `grew from ${peaks[0]} to ${peaks[1]} MB`);
});
