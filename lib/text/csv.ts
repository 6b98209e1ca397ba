import { stringify } from "csv-stringify/sync";
import { defuseCell, isPlainNumber } from "./csv-defuse.ts";

/**
 * A stream stage that turns rows into CSV text in which no cell can start a formula:
 * `pipeline(rows, writeCsv(columns), createWriteStream(path))`.
 * Cells of a numeric column stay as they are while they are plain numbers; every other cell that begins like a formula gets
 * a leading apostrophe. `null` and `undefined` become empty cells. Memory holds one batch of rows.
 */
export function writeCsv(columns: readonly CsvColumn[], format: CsvFormat = PLAIN_CSV) {
  return async function* (rows: Rows<CsvCell[]>): AsyncGenerator<string> {
    yield (
      (format.bom ? "\uFEFF" : "") +
        text([columns.map((column) => defuseCell(column.header))], format)
    );
    yield* batched(rows, (batch) =>
      text(
        batch.map((row) => harmless(row, columns)),
        format,
      ),
    );
  };
}

/**
 * A stream stage for rows that go back to the person who sent them: in the input's own format, every cell unchanged (no
 * apostrophes, for the corrected file is read again), with a last column `reason`.
 * A row whose quotes could not be read comes as `raw` and is written byte for byte. `reuseLastColumn` overwrites the last
 * column instead, for an input that already ends with the reasons of an earlier run.
 */
export function writeRefusedRows(
  header: readonly string[],
  format: CsvFormat,
  { reuseLastColumn = false }: { reuseLastColumn?: boolean } = {},
) {
  const withReason = (cells: readonly string[], reason: string) =>
    reuseLastColumn ? [...cells.slice(0, -1), reason] : [...cells, reason];
  const line = ({ cells, raw, reason }: RefusedRow) => {
    const flat = reason.replaceAll(/\s+/g, " ");
    if (raw === undefined) return text([withReason(cells, flat)], format);
    return raw + format.delimiter + text([[flat]], format);
  };
  return async function* (rows: Rows<RefusedRow>): AsyncGenerator<string> {
    yield (format.bom ? "\uFEFF" : "") + text([withReason(header, REASON_HEADER)], format);
    yield* batched(rows, (batch) => batch.map(line).join(""));
  };
}

/** How a delimited file is written. A doubled quote inside a quoted cell stands for one quote. */
export type CsvFormat = {
  delimiter: "," | ";" | "\t" | "|";
  quote: '"' | "'";
  newline: "\n" | "\r\n" | "\r";
  bom: boolean;
};
export type CsvColumn = { header: string; numeric?: boolean };
export type CsvCell = string | number | bigint | boolean | null | undefined;
/** `reason` becomes one line. `raw` is the row's text without its line end. */
export type RefusedRow = { cells: readonly string[]; raw?: string; reason: string };
type Rows<T> = AsyncIterable<T> | Iterable<T>;

/** The header of the column that `writeRefusedRows` adds; the mapping recognises it. */
export const REASON_HEADER = "reason";
/** RFC 4180 with a byte order mark, without which Excel reads UTF-8 as Windows-1252. */
export const PLAIN_CSV: CsvFormat = { delimiter: ",", quote: '"', newline: "\r\n", bom: true };

function harmless(row: readonly CsvCell[], columns: readonly CsvColumn[]): string[] {
  return row.map((cell, index) => {
    const written = cell === null || cell === undefined ? "" : String(cell);
    return columns[index]?.numeric && isPlainNumber(written) ? written : defuseCell(written);
  });
}

function text(
  rows: readonly (readonly string[])[],
  { delimiter, quote, newline }: CsvFormat,
): string {
  return stringify(rows as string[][], {
    delimiter,
    quote,
    escape: quote,
    record_delimiter: newline,
    // A lone empty cell would be an empty line, which readers skip; a BOM at a cell's start would be taken for the file's.
    quoted_match: [/^\uFEFF/, ...(rows[0]?.length === 1 ? [/^\s*$/] : [])],
  });
}

async function* batched<T>(rows: Rows<T>, write: (batch: T[]) => string): AsyncGenerator<string> {
  let batch: T[] = [];
  for await (const row of rows) {
    if (batch.push(row) < BATCH_ROWS) continue;
    yield write(batch);
    batch = [];
  }
  if (batch.length > 0) yield write(batch);
}

const BATCH_ROWS = 200;
