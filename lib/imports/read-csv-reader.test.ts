import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { CsvReader } from "./read-csv-reader.ts";
import type { CsvRow } from "./read-csv.ts";
import type { Sheet } from "./sniff.ts";

type Newline = "\n" | "\r\n" | "\r";
type Read = { rows: CsvRow[]; fault?: string };

/** All rows until the end or until reading can't go on, and why. */
async function read(
  text: string,
  newline: Newline,
  size: number,
  strictly: boolean,
): Promise<Read> {
  const format = { delimiter: ";", quote: '"', newline, bom: false } as const;
  const sheet: Pick<Sheet, "format" | "header"> = { header: ["sku", "name", "text"], format };
  const reader = new CsvReader(sheet, undefined, strictly);
  const bytes = Buffer.from(text);
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

async function assertSame(text: string, newline: Newline, size: number): Promise<void> {
  const strict = await read(text, newline, size, true);
  const lenient = await read(text, newline, size, false);
  assert.equal(strict.fault, lenient.fault);
  // Where reading can't go on, the one may have handed out more of the rows before that place than the other.
  const count = strict.fault ? Math.min(strict.rows.length, lenient.rows.length) : undefined;
  assert.deepEqual(strict.rows.slice(0, count), lenient.rows.slice(0, count));
}

test("beginning strictly and going on leniently reads what leniently alone reads: rows, faults, places, for any text however it arrives", async () => {
  const pieces = ["a", "b12", '"', '""', ";", ";", "\n", "\n", "\r\n", "\r", " ", "é", "😀"];
  const text = fc.array(fc.constantFrom(...pieces), { maxLength: 60 }).map((all) => all.join(""));
  const newline = fc.constantFrom<Newline>("\n", "\r\n", "\r");
  const property = fc.asyncProperty(
    text,
    newline,
    fc.integer({ min: 1, max: 70 }),
    async (body, newline, size) => assertSame(`sku;name;text${newline}${body}`, newline, size),
  );
  await fc.assert(property, { numRuns: 2_000 });
});

test("the same for tables as programs write them, with quotes, line breaks and blank lines in all places", async () => {
  const cell = fc.constantFrom(
    "",
    "x",
    '"q"',
    '"two\nlines"',
    '"a ""b"" c"',
    '""',
    'in"ch',
    '"x"y',
  );
  const line = fc.tuple(cell, cell, cell).map((cells) => cells.join(";"));
  const lines = fc.array(fc.oneof(line, line, line, fc.constant(""), fc.constant("a;b")));
  const property = fc.asyncProperty(
    lines,
    fc.constantFrom<Newline>("\n", "\r\n"),
    fc.boolean(),
    fc.integer({ min: 1, max: 99 }),
    async (all, newline, ends, size) =>
      assertSame(["sku;name;text", ...all].join(newline) + (ends ? newline : ""), newline, size),
  );
  await fc.assert(property, { numRuns: 1_000 });
});
