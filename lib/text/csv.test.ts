import assert from "node:assert/strict";
import { describe, it } from "node:test";
import fc from "fast-check";
import { parse } from "csv-parse/sync";
import { type CsvCell, type CsvFormat, PLAIN_CSV, writeCsv, writeRefusedRows } from "./csv.ts";

const written = async (pieces: AsyncIterable<string>) => (await Array.fromAsync(pieces)).join("");
const PLAIN: CsvFormat = { ...PLAIN_CSV, bom: false, newline: "\n" };

describe("reports as CSV", () => {
  const dangerous = [
    "=1+1",
    "+1+1",
    "-1+1",
    "@SUM(A1)",
    "\tx",
    "\rx",
    "＝1",
    "＋1",
    "－1",
    "＠x",
    "-",
    "=",
    "+49 123",
    "-5",
    '="a"',
    "=cmd|' /C calc'!A0",
  ];

  it("puts an apostrophe before every cell that begins like a formula, the header too", async () => {
    const text = await written(
      writeCsv([{ header: "=evil" }], PLAIN)(dangerous.map((cell) => [cell])),
    );
    const cells = (parse(text) as string[][]).flat();
    assert.deepEqual(cells, ["'=evil", ...dangerous.map((cell) => `'${cell}`)]);
  });

  it("leaves plain numbers of numeric columns alone, and nothing else there", async () => {
    const column = { header: "row", numeric: true };
    const text = await written(
      writeCsv([column], PLAIN)([[-5], ["+3.25"], ["-1,5"], ["-1+1"], ["=1"], [12n]]),
    );
    assert.equal(text, "row\n-5\n+3.25\n\"-1,5\"\n'-1+1\n'=1\n12\n");
  });

  it("starts with a byte order mark and ends lines as the format says", async () => {
    const text = await written(
      writeCsv([{ header: "a" }, { header: "b" }])([
        ["x", null],
        [true, undefined],
      ]),
    );
    assert.equal(text, "\uFEFFa,b\r\nx,\r\ntrue,\r\n");
  });

  it("keeps a lone empty cell a row", async () => {
    const text = await written(writeCsv([{ header: "a" }], PLAIN)([[""], ["x"]]));
    assert.deepEqual(parse(text, { skip_empty_lines: true }), [["a"], [""], ["x"]]);
  });

  it("writes thousands of rows in order", async () => {
    async function* rows(): AsyncGenerator<CsvCell[]> {
      for (let row = 0; row < 1234; row++) yield [row];
    }
    const text = await written(writeCsv([{ header: "n" }], PLAIN)(rows()));
    assert.deepEqual((parse(text) as string[][]).flat(), [
      "n",
      ...Array.from({ length: 1234 }, (_, row) => String(row)),
    ]);
  });
});

describe("refused rows in the input's own format", () => {
  const formats = fc.record({
    delimiter: fc.constantFrom(",", ";", "\t", "|"),
    quote: fc.constantFrom('"', "'"),
    newline: fc.constantFrom("\n", "\r\n", "\r"),
    bom: fc.boolean(),
  }) as fc.Arbitrary<CsvFormat>;
  const cell = fc.string({
    unit: fc.constantFrom("a", "=", "'", '"', ",", ";", "\n", "\r", "\t", "|", " ", "é", "\uFEFF"),
  });

  it("come back cell by cell as they were, formulas too, with the reason as last column", async () => {
    const property = fc.asyncProperty(
      formats,
      fc.array(fc.tuple(cell, cell), { minLength: 1 }),
      async (format, rows) => {
        const refused = rows.map((cells) => ({ cells, reason: "sku-format: why\nnot" }));
        const text = await written(writeRefusedRows(["sku", "name"], format)(refused));
        const { delimiter, quote, newline, bom } = format;
        const read = parse(text, {
          delimiter,
          quote,
          escape: quote,
          record_delimiter: newline,
          bom,
        });
        assert.deepEqual(read, [
          ["sku", "name", "reason"],
          ...rows.map((cells) => [...cells, "sku-format: why not"]),
        ]);
      },
    );
    await fc.assert(property, { numRuns: 300 });
  });

  it("keep a row with stray quotes byte for byte", async () => {
    const rows = [{ cells: [], raw: 'A;"b"c', reason: "quote-malformed: x" }];
    const text = await written(
      writeRefusedRows(["sku", "name"], { ...PLAIN, delimiter: ";" })(rows),
    );
    assert.equal(text, 'sku;name;reason\nA;"b"c;quote-malformed: x\n');
  });

  it("replace the reasons of an earlier run", async () => {
    const rows = [{ cells: ["A", "b", "old: x"], reason: "new: y" }];
    const text = await written(
      writeRefusedRows(["sku", "name", "reason"], PLAIN, { reuseLastColumn: true })(rows),
    );
    assert.equal(text, "sku,name,reason\nA,b,new: y\n");
  });
});
