import { writeXlsxStream } from "hucre/xlsx";

export type XlsxCell = string | number | boolean | null;

/** What a cell can hold; programs refuse a file with a longer one. */
export const XLSX_CELL_MAX = 32_767;

/**
 * A stream stage that turns rows into the bytes of a workbook with one sheet, its header row fixed; beyond a million rows a
 * second sheet follows. A text is written as text whatever it begins with, so none can be a formula. Memory does not grow with
 * the rows. Texts over `XLSX_CELL_MAX` are the caller's to cut.
 */
export function writeXlsx(header: readonly string[], sheet: string) {
  return async function* (rows: AsyncIterable<XlsxCell[]>): AsyncGenerator<Uint8Array> {
    const columns = header.map((name) => ({ header: storable(name) }));
    const source = writable(rows);
    yield* writeXlsxStream(source, { name: sheet, columns, freezePane: { rows: 1 } });
  };
}

async function* writable(rows: AsyncIterable<XlsxCell[]>): AsyncGenerator<XlsxCell[]> {
  for await (const row of rows)
    yield row.map((cell) => (typeof cell === "string" ? storable(cell) : cell));
}

/** XML has no words for most control characters; a file with one can't be opened. */
const storable = (text: string) =>
  text.toWellFormed().replaceAll(/[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]/g, "\ufffd");
