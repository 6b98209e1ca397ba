import { type Info, Parser } from "csv-parse";
import type { CsvFormat } from "../text/csv.ts";
import { FileFault, isFileFault } from "./file-fault.ts";
import { LIMITS } from "./limits.ts";
import { RecordJudge } from "./read-csv-record.ts";
import { ByteWindow } from "./read-csv-window.ts";
import { recordDelimiters, type Sheet } from "./sniff.ts";

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
  const reader = new Reader(sheet, after);
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

class Reader {
  private readonly parser: Parser;
  private readonly window = new ByteWindow();
  private readonly judge: RecordJudge;
  private readonly format: CsvFormat;
  private rows: CsvRow[] = [];
  private bomPending: boolean;

  constructor({ format, header }: Pick<Sheet, "format" | "header">, after?: Position) {
    this.format = format;
    this.bomPending = format.bom && after === undefined;
    this.judge = new RecordJudge(header, format, after);
    this.parser = new Parser({
      delimiter: format.delimiter,
      quote: format.quote,
      escape: format.quote,
      record_delimiter: recordDelimiters(format.newline),
      relax_column_count: true,
      // Every record is to arrive; the judge reads those with stray quotes a second time, strictly.
      relax_quotes: true,
      skip_empty_lines: true,
      on_record: (cells: string[], info: Info) => this.take(cells, info.bytes),
    });
    // The write's own callback reports it; without a listener the process would end.
    this.parser.on("error", () => {});
  }

  async feed(chunk: Buffer): Promise<CsvRow[]> {
    const bytes = this.bomPending ? this.withoutBom(chunk) : chunk;
    this.window.push(bytes);
    if (bytes.includes(0)) this.refuseNul();
    await new Promise<void>((resolve, reject) => {
      this.parser.write(bytes, (error) => (error ? reject(this.explain(error)) : resolve()));
    });
    if (this.window.length > LIMITS.recordBytes) throw this.endless();
    return this.taken();
  }

  async finish(): Promise<CsvRow[]> {
    this.window.finish();
    await new Promise<void>((resolve, reject) => {
      this.parser.once("error", (error) => reject(this.explain(error)));
      this.parser.end(() => resolve());
    });
    return this.taken();
  }

  close(): void {
    this.parser.destroy();
  }

  private taken(): CsvRow[] {
    const rows = this.rows;
    this.rows = [];
    return rows;
  }

  /** Answers null: the rows are handed out by `taken`, not by the parser's own stream. */
  private take(cells: string[], endOffset: number): null {
    const bytes = this.window.take(endOffset);
    this.rows.push(...this.judge.judge(cells, bytes, this.window.isSuspect(bytes)));
    return null;
  }

  private withoutBom(chunk: Buffer): Buffer {
    this.bomPending = false;
    this.judge.skipBytes(3);
    return chunk.subarray(3);
  }

  private refuseNul(): never {
    const line = this.judge.line + this.lineEnds(this.window.indexOf(0));
    throw new FileFault(
      "nul-byte",
      `Line ${line} holds a zero byte, which text never does. Export the file as “CSV UTF-8” again.`,
      line,
    );
  }

  private lineEnds(until?: number): number {
    return this.window.count(this.format.newline === "\r" ? 13 : 10, until);
  }

  private explain(error: Error): Error {
    if (isFileFault(error)) return error;
    if ("code" in error && error.code === "CSV_QUOTE_NOT_CLOSED") return this.endless();
    return new FileFault(
      "file-unreadable",
      `Reading stopped near line ${this.judge.line}: ${error.message}`,
      this.judge.line,
    );
  }

  /** A record that never ends: with an odd number of quotes it is an open quote, else one enormous line. */
  private endless(): FileFault {
    const line = this.judge.firstTextLine(this.window.peek());
    if (this.window.count(this.format.quote.charCodeAt(0)) % 2 === 0)
      return new FileFault(
        "record-too-long",
        `The row that begins in line ${line} is longer than 4 MB. Shorten its cells or take it out.`,
        line,
      );
    const found = `A quote that opens in the row of line ${line} is never closed, so that the rest of the file would be one cell.`;
    return new FileFault(
      "quote-not-closed",
      `${found} Close it, or double it where it is part of the text.`,
      line,
    );
  }
}
