import assert from "node:assert/strict";
import { execFile } from "node:child_process";
import { createReadStream } from "node:fs";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, it } from "node:test";
import { promisify } from "node:util";
import { readCsv } from "./read-csv.ts";
import { sniff } from "./sniff.ts";

const MB = 1024 * 1024;
let folder: string;
let path: string;

// Another process makes the file: what making it leaves behind would be counted as the reader's.
before(async () => {
  folder = await mkdtemp(join(tmpdir(), "nightshift-rows-"));
  path = join(folder, "rows.csv");
  const write = `import { writeFileSync } from "node:fs";
    import { sampleFile } from "./lib/imports/sample-rows.ts";
    for (const piece of sampleFile(400_000)) writeFileSync(${JSON.stringify(path)}, piece, { flag: "a" });`;
  await promisify(execFile)(process.execPath, ["--input-type=module-typescript", "-e", write]);
});
after(() => rm(folder, { recursive: true }));

it("reads 400,000 rows in flat memory", async () => {
  const sheet = await sniff(createReadStream(path));
  const peaks = [0, 0];
  let rows = 0;
  for await (const { faults } of readCsv(createReadStream(path), sheet)) {
    assert.equal(faults.length, 0);
    const half = rows++ < 200_000 ? 0 : 1;
    if (rows % 5000 === 0) peaks[half] = Math.max(peaks[half]!, process.memoryUsage().rss / MB);
  }
  assert.equal(rows, 400_000);
  assert.ok(peaks[1]! < 250, `${peaks[1]} MB`);
  assert.ok(peaks[1]! - peaks[0]! < 40, `grew from ${peaks[0]} to ${peaks[1]} MB`);
});
