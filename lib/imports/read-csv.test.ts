import assert from "node:assert/strict";
import { createReadStream, existsSync } from "node:fs";
import { describe, it } from "node:test";
import fc from "fast-check";
import { stringify } from "csv-stringify/sync";
import { type CsvRow, readCsv } from "./read-csv.ts";
import { cutCharacterLength } from "./read-csv-window.ts";
import { sniff, sniffHead } from "./sniff.ts";

async function* pieces(bytes: Buffer, size: number) {
  for (let at = 0; at < bytes.length; at += size) yield bytes.subarray(at, at + size);
}
async function rowsOf(content: string | Buffer, size = 65_536, options = {}): Promise<CsvRow[]> {
  const bytes = Buffer.from(content as string);
  return Array.fromAsync(readCsv(pieces(bytes, size), sniffHead(bytes, true), options));
}
const seen = (rows: CsvRow[]) =>
  rows.map(({ rowNumber, line, cells }) => [rowNumber, line, ...cells]);
const faults = (rows: CsvRow[]) =>
  rows.flatMap((row) => row.faults.map(({ row: number, code, column }) => [number, code, column]));

describe("good files", () => {
  const variants: [string, string][] = [
    ["LF", "sku;name\nA;one\nB;two\n"],
    ["CRLF", "sku;name\r\nA;one\r\nB;two\r\n"],
    ["lone CR", "sku;name\rA;one\rB;two\r"],
    ["no last line end", "sku;name\nA;one\nB;two"],
    ["BOM", "\uFEFFsku;name\nA;one\nB;two\n"],
    ["commas", "sku,name\nA,one\nB,two\n"],
    ["tabs", "sku\tname\nA\tone\nB\ttwo\n"],
    ["bars", "sku|name\nA|one\nB|two\n"],
    ["all quoted", '"sku";"name"\n"A";"one"\n"B";"two"\n'],
    ["apostrophes", "'sku';'name'\n'A';'one'\n'B';'two'\n"],
    ["line ends mixed", "sku;name\nA;one\r\nB;two\n"],
  ];
  for (const [what, content] of variants)
    it(`${what}: two rows, 2 and 3, however the bytes arrive`, async () => {
      for (const size of [1, 2, 3, 7, 65_536])
        assert.deepEqual(
          seen(await rowsOf(content, size)),
          [
            [2, 2, "A", "one"],
            [3, 3, "B", "two"],
          ],
          `pieces of ${size}`,
        );
    });

  it("keeps line breaks and doubled quotes inside quotes, and tells rows from lines", async () => {
    for (const end of ["\n", "\r\n"]) {
      const rows = await rowsOf(`sku;name${end}A;"two${end}lines, 24"" wide"${end}B;x${end}`, 5);
      assert.deepEqual(seen(rows), [
        [2, 2, "A", `two${end}lines, 24" wide`],
        [3, 4, "B", "x"],
      ]);
      assert.deepEqual(faults(rows), []);
    }
  });

  it("passes over blank lines and rows without a value, and counts them as rows", async () => {
    assert.deepEqual(seen(await rowsOf("\n\nsku;name\n\nA;one\n;\n \n\nB;two\n")), [
      [5, 5, "A", "one"],
      [9, 9, "B", "two"],
    ]);
  });

  it("takes a quote within unquoted text for a letter", async () => {
    const rows = await rowsOf('sku;name\nA;12" monitor\nB;"24"" monitor"\n');
    assert.deepEqual(seen(rows), [
      [2, 2, "A", '12" monitor'],
      [3, 3, "B", '24" monitor'],
    ]);
    assert.deepEqual(faults(rows), []);
  });

  it("ends without a row for a header alone", async () =>
    assert.deepEqual(await rowsOf("sku;name\n"), []));

  it("gives back what was written, for any cells, delimiter and cut", async () => {
    const cell = fc.string({
      unit: fc.constantFrom("a", '"', "'", ";", ",", "\n", "\r\n", " ", "é", "😀", "|", "\t"),
    });
    const row = fc.tuple(fc.stringMatching(/^[a-z]{1,5}$/), cell, cell).map((cells) => [...cells]);
    const property = fc.asyncProperty(
      fc.array(row),
      fc.constantFrom(";", ",", "\t", "|"),
      fc.integer({ min: 1, max: 40 }),
      async (rows, delimiter, size) => {
        const bytes = Buffer.from(stringify([["sku", "name", "text"], ...rows], { delimiter }));
        const sheet = {
          header: ["sku", "name", "text"],
          format: { delimiter, quote: '"', newline: "\n", bom: false } as const,
        };
        const read = await Array.fromAsync(readCsv(pieces(bytes, size), { ...sheet }));
        assert.deepEqual(
          read.map(({ cells }) => cells),
          rows,
        );
        assert.deepEqual(faults(read), []);
      },
    );
    await fc.assert(property, { numRuns: 200 });
  });
});

describe("rows that can't be used", () => {
  it("names ragged rows and goes on", async () => {
    const rows = await rowsOf("sku;name\nA\nB;b;c\nC;c\n");
    assert.deepEqual(faults(rows), [
      [2, "column-count", undefined],
      [3, "column-count", undefined],
    ]);
    assert.deepEqual(rows.at(-1)?.cells, ["C", "c"]);
  });

  it("takes empty cells beyond the header for nothing", async () => {
    const rows = await rowsOf("sku;name\nA;b;;\n");
    assert.deepEqual([seen(rows), faults(rows)], [[[2, 2, "A", "b"]], []]);
  });

  it("names the lines and columns that are Latin-1, and says how they read", async () => {
    const bytes = Buffer.concat([
      Buffer.from("sku;name\nA;Stühle\n"),
      Buffer.from("B;Stühle\nC;Löffel\nD;x\n", "latin1"),
    ]);
    for (const size of [1, 6, 65_536]) {
      const rows = await rowsOf(bytes, size);
      assert.deepEqual(faults(rows), [
        [3, "bad-character", "name"],
        [4, "bad-character", "name"],
      ]);
      assert.match(rows[1]!.faults[0]!.message, /Line 3 is not UTF-8.*“Stühle”/);
    }
  });

  it("names a cell of more than 64 kB, counted in bytes", async () => {
    const rows = await rowsOf(
      `sku;name\nA;${"x".repeat(65_536)}\nB;${"x".repeat(65_537)}\nC;${"é".repeat(32_769)}\nD;d\n`,
    );
    assert.deepEqual(faults(rows), [
      [3, "cell-too-long", "name"],
      [4, "cell-too-long", "name"],
    ]);
    assert.equal(rows.length, 4);
  });

  it("refuses the line with a stray quote and reads those after it", async () => {
    const rows = await rowsOf('sku;name\n1;ok\n2;"abc;x\n3;fine\n4;"def" or\n5;"good"\n6;"last"\n');
    assert.deepEqual(faults(rows), [
      [3, "quote-malformed", undefined],
      [5, "quote-malformed", undefined],
    ]);
    assert.deepEqual(
      rows.map(({ cells, raw }) => raw ?? cells.join("|")),
      ["1|ok", '2;"abc;x', "3|fine", '4;"def" or', "5|good", "6|last"],
    );
    assert.deepEqual(
      rows.map(({ rowNumber }) => rowNumber),
      [2, 3, 4, 5, 6, 7],
    );
  });
});

describe("going on after a checkpoint", () => {
  const content =
    '\uFEFFsku;name\r\n\r\nA;"two\r\nlines"\r\nB;b\r\n;\r\nC;12"\r\nD;"x"y\r\nE;e\r\n';

  it("continues at any row's position with the same rows, numbers and lines", async () => {
    const bytes = Buffer.from(content);
    const sheet = sniffHead(bytes, true);
    const all = await rowsOf(bytes);
    assert.equal(all.length, 5);
    for (const [index, { position }] of all.entries()) {
      const rest = await Array.fromAsync(
        readCsv(pieces(bytes.subarray(position.byte), 3), sheet, { after: position }),
      );
      assert.deepEqual(rest, all.slice(index + 1));
    }
    assert.equal(all.at(-1)?.position.byte, bytes.length);
  });

  it("passes over the first records where only their number is known", async () => {
    assert.deepEqual(
      await rowsOf(content, 4, { skipRecords: 3 }),
      (await rowsOf(content)).slice(3),
    );
  });
});

describe("real files", () => {
  const folder = "../shared/data/products";
  const expected: [string, number, number, number][] = [
    ["products.csv", 111, 1239, 39],
    ["product_models.csv", 52, 81, 14],
    ["categories.csv", 5, 168, 0],
    ["families.csv", 10, 17, 0],
    ["small.csv", 31, 15, 0],
  ];
  for (const [name, columns, records, broken] of expected)
    it(`${name}: ${records} rows without a fault, ${broken} with line breaks inside quotes`, async (t) => {
      const path = `${folder}/${name}`;
      if (!existsSync(path)) return t.skip(`no sample files in ${folder}`);
      const sheet = await sniff(createReadStream(path));
      const rows = await Array.fromAsync(readCsv(createReadStream(path), sheet));
      assert.equal(sheet.header.length, columns);
      assert.deepEqual([rows.length, faults(rows)], [records, []]);
      assert.equal(
        rows.filter(({ cells }) => cells.some((cell) => cell.includes("\n"))).length,
        broken,
      );
    });
});

it("knows how much of a character a chunk cuts off", () => {
  const bytes = Buffer.from("a€😀é");
  const lengths = Array.from(bytes, (_, end) => cutCharacterLength(bytes.subarray(0, end + 1)));
  assert.deepEqual(lengths, [0, 1, 2, 0, 1, 2, 3, 0, 1, 0]);
});
