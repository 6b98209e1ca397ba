import assert from "node:assert/strict";
import { existsSync } from "node:fs";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { after, before, describe, it } from "node:test";
import { inspectFile } from "./inspect.ts";
import { sampleFile } from "./sample-rows.ts";

let folder: string;
before(async () => void (folder = await mkdtemp(join(tmpdir(), "nightshift-inspect-"))));
after(() => rm(folder, { recursive: true }));

async function inspect(content: string | Buffer) {
  const path = join(folder, "file.csv");
  await writeFile(path, content);
  return inspectFile(path);
}

describe("inspecting an uploaded file", () => {
  it("answers format, header, rows, samples and faults", async () => {
    const found = await inspect('\uFEFFsku;name;name\r\nA;"two\r\nlines";x\r\nB;b\r\nA;c;y\r\n');
    assert.ok(found.ok);
    assert.deepEqual(found.format, { delimiter: ";", quote: '"', newline: "\r\n", bom: true });
    assert.deepEqual(found.header, ["sku", "name", "name"]);
    assert.deepEqual(
      found.headerFaults.map(({ code }) => code),
      ["header-duplicate"],
    );
    assert.deepEqual(
      found.rows.map(({ rowNumber, cells }) => [rowNumber, ...cells]),
      [
        [2, "A", "two\r\nlines", "x"],
        [3, "B", "b"],
        [4, "A", "c", "y"],
      ],
    );
    assert.deepEqual(found.samples[0], { values: ["A"], filled: 2, rows: 2 });
    assert.deepEqual(
      found.faults.map(({ row, code }) => [row, code]),
      [[3, "column-count"]],
    );
    assert.deepEqual([found.estimatedRows, found.rowsCounted], [3, true]);
  });

  it("shows twenty rows, cut cells, and estimates what it did not read", async () => {
    const found = await inspect([...sampleFile(60_000)].join(""));
    assert.ok(found.ok);
    assert.equal(found.rows.length, 20);
    assert.equal(found.rowsCounted, false);
    assert.ok(Math.abs(found.estimatedRows - 60_000) < 3_000, `${found.estimatedRows}`);
    const long = await inspect(`sku;text\nA;${"x".repeat(5000)}\n`);
    assert.ok(long.ok);
    assert.equal(long.rows[0]?.cells[1]?.length, 200);
  });

  it("refuses with code, sentence and line", async () => {
    assert.deepEqual(await inspect('sku;name\nA;b\nB;"open\n'), {
      ok: false,
      code: "quote-not-closed",
      message:
        "A quote that opens in the row of line 3 is never closed, so that the rest of the file would be one cell. Close it, or double it where it is part of the text.",
      line: 3,
    });
    const workbook = await inspect("PK\x03\x04".padEnd(30, "\0") + "xl/workbook.xml");
    assert.ok(!workbook.ok);
    assert.equal(workbook.code, "type-not-yet");
    assert.match(workbook.message, /XLSX.*comes later: save the sheet as CSV/);
  });

  it("says so when the file is not there, instead of blaming it", async () => {
    await assert.rejects(inspectFile(join(folder, "nowhere.csv")), /ENOENT/);
  });

  it("looks at the real file within its time", async (t) => {
    const path = resolve("../shared/data/products/products.csv");
    if (!existsSync(path)) return t.skip("no sample files in ../shared/data/products");
    const found = await inspectFile(path);
    assert.ok(found.ok);
    assert.deepEqual(
      [found.header.length, found.estimatedRows, found.rowsCounted, found.faultCount],
      [111, 1239, true, 0],
    );
  });
});
