import assert from "node:assert/strict";
import { test } from "node:test";
import { inflateRawSync } from "node:zlib";
import { readXlsx, streamXlsxRows } from "hucre/xlsx";
import { writeXlsx, XLSX_CELL_MAX, type XlsxCell } from "./xlsx.ts";

async function written(header: string[], rows: XlsxCell[][]): Promise<Buffer> {
  async function* source() {
    yield* rows;
  }
  return Buffer.concat(await Array.fromAsync(writeXlsx(header, "Products")(source())));
}

/** The parts of an archive by name, read by its central directory, without the library under test. */
function partsOf(zip: Buffer): Map<string, string> {
  const parts = new Map<string, string>();
  const end = zip.lastIndexOf(Buffer.from([0x50, 0x4b, 5, 6]));
  let at = zip.readUInt32LE(end + 16);
  for (let left = zip.readUInt16LE(end + 10); left > 0; left -= 1) {
    const [nameLength, extra, comment] = [28, 30, 32].map((o) => zip.readUInt16LE(at + o)) as [
      number,
      number,
      number,
    ];
    const name = zip.toString("utf8", at + 46, at + 46 + nameLength);
    const local = zip.readUInt32LE(at + 42);
    const begin = local + 30 + zip.readUInt16LE(local + 26) + zip.readUInt16LE(local + 28);
    const bytes = zip.subarray(begin, begin + zip.readUInt32LE(at + 20));
    parts.set(name, (zip.readUInt16LE(at + 10) === 8 ? inflateRawSync(bytes) : bytes).toString());
    at += 46 + nameLength + extra + comment;
  }
  return parts;
}

test("the parts of a small workbook are the known ones, byte for byte", async () => {
  const parts = partsOf(
    await written(
      ["sku", "price"],
      [
        ["A-1", 12.5],
        ["=1+1", -3],
      ],
    ),
  );
  assert.deepEqual([...parts.keys()].toSorted(), [
    "[Content_Types].xml",
    "_rels/.rels",
    "xl/_rels/workbook.xml.rels",
    "xl/styles.xml",
    "xl/theme/theme1.xml",
    "xl/workbook.xml",
    "xl/worksheets/sheet1.xml",
  ]);
  assert.equal(parts.get("xl/worksheets/sheet1.xml"), GOLDEN);
});

test("whatever a text begins with, it is text; numbers stay numbers", async () => {
  const texts = ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1", "＝1", "'x", "007", "1e5", " a "];
  const rows = [...texts.map((text) => [text, -12.75]), ["x", 0]] as XlsxCell[][];
  const zip = await written(["sku", "price"], rows);
  assert.ok(!/<f[ >]/.test(partsOf(zip).get("xl/worksheets/sheet1.xml") ?? ""), "no formulas");
  const read = await Array.fromAsync(streamXlsxRows(zip));
  const [, ...values] = read.map((row) => row.values);
  assert.deepEqual(
    values.map(([text]) => String(text).replaceAll("\n", "\r")),
    [...texts, "x"],
  );
  assert.ok(
    values.every(([text, number]) => typeof text === "string" && typeof number === "number"),
  );
});

test("control characters, lone halves and the longest text leave a file that can be read", async () => {
  const long = "x".repeat(XLSX_CELL_MAX);
  const zip = await written(
    ["a\u0001"],
    [["nul \u0000 bell \u0007"], ["half \ud800"], ["😀 ]]> <&>"], [long]],
  );
  const { sheets } = await readXlsx(zip);
  const cells = sheets[0]?.rows.map((row) => row[0]);
  assert.deepEqual(cells, ["a\ufffd", "nul \ufffd bell \ufffd", "half \ufffd", "😀 ]]> <&>", long]);
});

test("40,000 rows are written with little memory", async () => {
  async function* rows() {
    for (let n = 0; n < 40_000; n += 1) yield [`SKU-${n}`, `Product ${n}`, n / 4];
  }
  let bytes = 0;
  const before = process.memoryUsage().rss;
  for await (const chunk of writeXlsx(["sku", "name", "price"], "Products")(rows()))
    bytes += chunk.length;
  assert.ok(bytes > 200_000);
  assert.ok(process.memoryUsage().rss - before < 150_000_000);
});

const NS = "http://schemas.openxmlformats.org";
const GOLDEN =
  '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>' +
  `<worksheet xmlns="${NS}/spreadsheetml/2006/main" xmlns:r="${NS}/officeDocument/2006/relationships">` +
  '<sheetViews><sheetView workbookViewId="0"><pane ySplit="1" topLeftCell="A2" state="frozen" activePane="bottomLeft"/>' +
  '</sheetView></sheetViews><sheetFormatPr defaultRowHeight="15"/><sheetData>' +
  '<row r="1"><c r="A1" t="inlineStr"><is><t>sku</t></is></c><c r="B1" t="inlineStr"><is><t>price</t></is></c></row>' +
  '<row r="2"><c r="A2" t="inlineStr"><is><t>A-1</t></is></c><c r="B2"><v>12.5</v></c></row>' +
  '<row r="3"><c r="A3" t="inlineStr"><is><t>=1+1</t></is></c><c r="B3"><v>-3</v></c></row></sheetData></worksheet>';
