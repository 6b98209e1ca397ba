import { CsvReader } from "./read-csv-reader.ts";
import type { Sheet } from "./sniff.ts";

/**
 * Reads the records of a delimited file one by one, in memory of one record and one chunk, no faster than they are taken.
 * The header is not among them; blank lines and rows without any value are passed over, but counted as rows.
 *
 * A record that can't be used comes with `faults` (ragged, malformed quotes, a cell too long, bytes that are not UTF-8), and
 * reading goes on.
 *
 * @param source the file's bytes; with `after`, from byte `after.byte` on
 * @param options.after where an earlier reading ended: the `position` of its last row
 * @param options.skipRecords passes over so many records, for a checkpoint that holds only a number
 * @throws FileFault where reading can't go on: `quote-not-closed`, `record-too-long`, `nul-byte`, with its line
 */
export async function* readCsv(
  source: AsyncIterable<Uint8Array>,
  sheet: Pick<Sheet, "format" | "header">,
  { after, skipRecords = 0 }: { after?: Position; skipRecords?: number } = {},
): AsyncGenerator<CsvRow, void, undefined> {
  let toSkip = skipRecords;
  for await (const rows of readCsvByChunk(source, sheet, after))
    for (const row of rows)
      if (toSkip > 0) toSkip -= 1;
      else yield row;
}

/** The same, with the rows that end in one chunk of the source together: fewer hand-overs. */
export async function* readCsvByChunk(
  source: AsyncIterable<Uint8Array>,
  sheet: Pick<Sheet, "format" | "header">,
  after?: Position,
): AsyncGenerator<CsvRow[], void, undefined> {
  const reader = new CsvReader(sheet, after);
  try {
    for await (const chunk of source)
      yield await reader.feed(Buffer.from(chunk.buffer, chunk.byteOffset, chunk.length));
    yield await reader.finish();
  } finally {
    reader.close();
  }
}

/**
 * One record. `rowNumber` counts as people count in a spreadsheet: the header is row 1 (blank lines above it count too), the
 * first record row 2. `line` is the line of the text in which the record begins; the two differ once a cell holds line breaks.
 */
export type CsvRow = {
  rowNumber: number;
  line: number;
  /** As many as the header has, unless a fault says otherwise. Verbatim: not trimmed. */
  cells: string[];
  /** Empty for a good record. */
  faults: readonly RowFault[];
  /** The record's own text, where its quotes could not be read, so that it can be handed back unchanged. */
  raw?: string;
  /** Where to go on after this record. */
  position: Position;
};

/** Why a record can't be used. `column` is a column's name; absent where the whole record is meant. */
export type RowFault = {
  row: number;
  column?: string;
  value?: string;
  code: RowFaultCode;
  message: string;
};
export type RowFaultCode = "column-count" | "quote-malformed" | "cell-too-long" | "bad-character";

/** A place between two records: offset in the file, number of rows and of lines before it. */
export type Position = { byte: number; row: number; line: number };
