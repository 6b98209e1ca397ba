import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { CsvReader } from "./read-csv-reader.ts";
import type { CsvRow } from "./read-csv.ts";
import type { Sheet } from "./sniff.ts";

type Read = { rows: CsvRow[]; fault?: string };

/** All rows until the end or until reading can't go on, and why. */
async function read(bytes: Buffer, sheet: Sheet, size: number, swiftly: boolean): Promise<Read> {
  const reader = new CsvReader(sheet, undefined, swiftly);
  const rows: CsvRow[] = [];
  try {
    for (let at = 0; at < bytes.length; at += size)
      rows.push(...(await reader.feed(bytes.subarray(at, at + size))));
    rows.push(...(await reader.finish()));
    return { rows };
  } catch (error) {
    return { rows, fault: (error as Error).message };
  } finally {
    reader.close();
  }
}

const sheetOf = (newline: "\n" | "\r\n" | "\r", delimiter: ";" | "," = ";") =>
  ({
    header: ["sku", "name", "text"],
    format: { delimiter, quote: '"', newline, bom: false },
  }) as unknown as Sheet;

const both = async (text: string | Buffer, newline: "\n" | "\r\n" | "\r", size: number) => {
  const bytes = Buffer.from(text as string);
  const sheet = sheetOf(newline);
  return [await read(bytes, sheet, size, true), await read(bytes, sheet, size, false)] as const;
};

/** Where reading can't go on, the one may have handed out more of the rows before that place than the other. */
function assertSame(swift: Read, thorough: Read): void {
  assert.equal(swift.fault, thorough.fault);
  const count = swift.fault ? Math.min(swift.rows.length, thorough.rows.length) : undefined;
  assert.deepEqual(swift.rows.slice(0, count), thorough.rows.slice(0, count));
}

test("what is read swiftly is what is read thoroughly: rows, faults, places and ends, for any text however it arrives", async () => {
  const pieces = ["a", "b12", '"', '""', ";", ";", "\n", "\n", "\r\n", "\r", " ", "é", "😀", ","];
  const text = fc.array(fc.constantFrom(...pieces), { maxLength: 60 }).map((all) => all.join(""));
  const newline = fc.constantFrom("\n" as const, "\r\n" as const, "\r" as const);
  const property = fc.asyncProperty(
    text,
    newline,
    fc.integer({ min: 1, max: 70 }),
    async (body, newline, size) => {
      const [swift, thorough] = await both(`sku;name;text${newline}${body}`, newline, size);
      assertSame(swift, thorough);
    },
  );
  await fc.assert(property, { numRuns: 3_000 });
});

test("tables as programs write them are read the same, with quotes, line breaks and blank lines in all places", async () => {
  const cell = fc.constantFrom(
    "",
    "x",
    "12.5",
    '"q"',
    '"two\nlines"',
    '"a ""b"" c"',
    '""',
    'in"ch',
  );
  const line = fc.tuple(cell, cell, cell).map((cells) => cells.join(";"));
  const lines = fc.array(fc.oneof(line, line, line, fc.constant(""), fc.constant("a;b")));
  const property = fc.asyncProperty(
    lines,
    fc.constantFrom("\n" as const, "\r\n" as const),
    fc.boolean(),
    fc.integer({ min: 1, max: 99 }),
    async (all, newline, ends, size) => {
      const text = ["sku;name;text", ...all].join(newline) + (ends ? newline : "");
      const [swift, thorough] = await both(text, newline, size);
      assertSame(swift, thorough);
    },
  );
  await fc.assert(property, { numRuns: 1_500 });
});

test("a zero byte, bytes that are not UTF-8 and a record without end are told as they always were", async () => {
  const long = "x".repeat(300_000);
  const texts = [
    "sku;name;text\na;b;c\nd;e\u0000;f\n",
    Buffer.concat([
      Buffer.from("sku;name;text\na;b;c\nd;"),
      Buffer.from([0xe9]),
      Buffer.from(";f\ng;h;i\n"),
    ]),
    `sku;name;text\na;"${long}";c\nd;e;f\n`,
    `sku;name;text\na;b;c\nd;"${`${long}\n`.repeat(20)}`,
  ];
  for (const text of texts)
    for (const size of [5, 64, 65_536]) {
      if (text.length > 1_000 && size < 1_000) continue;
      const [swift, thorough] = await both(text, "\n", size);
      assertSame(swift, thorough);
    }
});
