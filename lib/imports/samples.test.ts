import assert from "node:assert/strict";
import { createReadStream } from "node:fs";
import { describe, it } from "node:test";
import { type CheckedRow, checkRow } from "./check-row.ts";
import { DuplicateTracker } from "./duplicates.ts";
import { Sampler } from "./guess-content.ts";
import { guessMapping } from "./guess-mapping.ts";
import type { Mapping } from "./mapping.ts";
import { type CsvRow, readCsv } from "./read-csv.ts";
import { type Sheet, sniff } from "./sniff.ts";
import { writeRefusedRows } from "../text/csv.ts";

type Read = { sheet: Sheet; mapping: Mapping; rows: (CheckedRow & { row: CsvRow })[] };

async function* once(bytes: Buffer) {
  yield bytes;
}

async function read(
  open: () => AsyncIterable<Uint8Array>,
  prepare = (mapping: Mapping) => mapping,
): Promise<Read> {
  const sheet = await sniff(open());
  const rows = await Array.fromAsync(readCsv(open(), sheet));
  const sampler = new Sampler(sheet.header.length);
  for (const row of rows) if (row.faults.length === 0) sampler.add(row.cells);
  const mapping = prepare(guessMapping(sheet.header, sampler.columns).mapping);
  return {
    sheet,
    mapping,
    rows: rows.map((row) => ({ row, ...checkRow(mapping, row, sheet.header) })),
  };
}

it("small.csv holds forty products without a fault", async () => {
  const { rows } = await read(() => createReadStream("public/samples/small.csv"));
  assert.deepEqual(
    rows.flatMap(({ issues }) => issues),
    [],
  );
  assert.equal(new Set(rows.map(({ product }) => product?.sku)).size, 40);
});

/** The faulty file's columns are of the types that a person would choose: its own faults keep the guess from some of them. */
function asMeant(mapping: Mapping): Mapping {
  const types = new Map([
    ["stock", "number"],
    ["release_date", "date"],
  ] as const);
  const columns = mapping.columns.map((column) => {
    const valueType = types.get(column.header as "stock");
    return valueType && column.target.kind === "attribute"
      ? { ...column, target: { ...column.target, valueType } }
      : column;
  });
  return { ...mapping, columns };
}

describe("with-errors.csv", () => {
  const open = () => createReadStream("public/samples/with-errors.csv");

  it("has one fault of each kind, each in its row", async () => {
    const { rows } = await read(open, asMeant);
    const tracker = new DuplicateTracker();
    const found = rows.flatMap(({ row, product, issues }) => {
      const first = product && tracker.firstRow(product.sku, row.rowNumber);
      return [
        ...issues.map(({ code }) => [row.rowNumber, code]),
        ...(first ? [[row.rowNumber, `sku-duplicate of ${first}`]] : []),
      ];
    });
    assert.deepEqual(found, [
      [3, "required-missing"],
      [4, "sku-duplicate of 2"],
      [5, "sku-duplicate of 2"],
      [6, "sku-format"],
      [7, "sku-format"],
      [8, "number-expected"],
      [9, "currency-differs"],
      [10, "boolean-expected"],
      [11, "date-expected"],
      [12, "date-ambiguous"],
      [13, "unit-missing"],
      [14, "unit-unknown"],
      [15, "number-expected"],
      [16, "family-format"],
      [17, "category-format"],
      [18, "value-too-long"],
      [19, "column-count"],
      [20, "column-count"],
      [21, "quote-malformed"],
      [22, "bad-character"],
      [23, "bad-character"],
      [24, "bad-character"],
      [25, "cell-too-long"],
    ]);
    assert.deepEqual(
      rows.slice(-2).map(({ row }) => [row.rowNumber, row.cells[0]]),
      [
        [27, "E-025"],
        [29, "E-026"],
      ],
    );
  });

  it("gives a refused-rows file that is refused again in the same rows, with its reasons ignored", async () => {
    const { sheet, rows } = await read(open, asMeant);
    const refused = rows.filter(({ product }) => product === null);
    const lines = refused.map(({ row, issues }) => ({
      ...row,
      reason: issues.map(({ code, message }) => `${code}: ${message}`).join("; "),
    }));
    const text = (await Array.fromAsync(writeRefusedRows(sheet.header, sheet.format)(lines))).join(
      "",
    );
    const again = await read(() => once(Buffer.from(text)), asMeant);
    assert.deepEqual(again.mapping.columns.at(-1), {
      index: 11,
      header: "reason",
      target: { kind: "ignore" },
    });
    assert.deepEqual(
      again.rows.map(({ issues }) => issues.map(({ code }) => code)),
      refused.map(({ issues }) => issues.map(({ code }) => code)),
    );
    // Bytes that are not UTF-8 have no place in a UTF-8 file: such a cell comes back with its gap, and its reason says how it read.
    assert.match(text, /Caf\uFFFD;.*Read as Windows-1252 it says “Café”/);
    const good = (row: CsvRow) => row.faults.every(({ code }) => code === "bad-character");
    assert.deepEqual(
      again.rows.filter(({ row }) => good(row)).map(({ row }) => row.cells.slice(0, -1)),
      refused.filter(({ row }) => good(row)).map(({ row }) => row.cells),
    );
  });
});
