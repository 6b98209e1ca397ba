import { checkRow, type ProductRow, type RowIssue } from "#lib/imports/check-row.ts";
import { inParts } from "#lib/imports/in-parts.ts";
import { DuplicateTracker } from "#lib/imports/duplicates.ts";
import { readCsvByChunk, type CsvRow } from "#lib/imports/read-csv.ts";
import type { Sheet } from "./open-sheet.ts";

/** A row of the file as it will be treated: with its product, or refused with the reasons. */
export type Row = {
  csv: CsvRow;
  product: ProductRow | null;
  issues: RowIssue[];
  /** Where it ends in the file. */
  endByte: number;
};

/**
 * All rows in order, judged, many at a time; the first of several rows with one article number counts. The same file always gives
 * the same rows, so that an interrupted run goes on where it was: `skip` rows are judged again, for their article numbers, and not
 * given.
 */
export async function* readRows(sheet: Sheet, skip = 0): AsyncGenerator<Row[]> {
  const seen = new DuplicateTracker();
  let toSkip = skip;
  for await (const read of readCsvByChunk(inParts(sheet.file.open()), sheet)) {
    const rows = read.map((csv) => judged(sheet, csv, seen));
    if (rows.length > toSkip) yield toSkip > 0 ? rows.slice(toSkip) : rows;
    toSkip = Math.max(0, toSkip - rows.length);
  }
}

function judged(sheet: Sheet, csv: CsvRow, seen: DuplicateTracker): Row {
  const { product, issues } = checkRow(sheet.mapping, csv, sheet.header);
  const endByte = csv.position.byte;
  const first = product ? seen.firstRow(product.sku, csv.rowNumber) : null;
  if (!product || first === null) return { csv, product, issues, endByte };
  const refused = [...issues, duplicate(sheet, product.sku, first)];
  return { csv, product: null, issues: refused, endByte };
}

export function duplicate(sheet: Sheet, sku: string, first: number): RowIssue {
  const column = sheet.mapping.columns.find(
    ({ target }) => target.kind === "field" && target.field === "sku",
  );
  return {
    severity: "refused",
    code: "sku-duplicate",
    column: column?.header,
    value: sku,
    message: `Row ${first} has the same article number, and counts. Remove one of the two, or give this one its own.`,
  };
}

/** A fifth of a second of writing: what a commit and its round trips cost hardly counts beside it, and a stop waits no longer. */
const CHUNK_ROWS = 4_000;
/** Rows can be long: a chunk is held in memory several times over. */
const CHUNK_BYTES = 3_000_000;

/** Rows, or what was made of them, in groups that are written together. */
export async function* inChunks<T extends { endByte: number }>(
  read: AsyncIterable<T[]>,
): AsyncGenerator<T[]> {
  let chunk: T[] = [];
  let bytes = 0;
  let before = 0;
  for await (const rows of read)
    for (const row of rows) {
      bytes += chunk.length === 0 ? 0 : row.endByte - before;
      before = row.endByte;
      if (chunk.push(row) < CHUNK_ROWS && bytes < CHUNK_BYTES) continue;
      yield chunk;
      chunk = [];
      bytes = 0;
    }
  if (chunk.length > 0) yield chunk;
}
