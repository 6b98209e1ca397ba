import { CsvError, type Info, Parser } from "csv-parse";
import type { CsvFormat } from "../text/csv.ts";
import { FileFault, isFileFault } from "./file-fault.ts";
import { LIMITS } from "./limits.ts";
import { RecordJudge } from "./read-csv-record.ts";
import { ByteWindow } from "./read-csv-window.ts";
import type { CsvRow, Position } from "./read-csv.ts";
import { recordDelimiters, type Sheet } from "./sniff.ts";

/** Reads what it is fed, chunk by chunk. */
export class CsvReader {
  private parser: Parser;
  /** Where the parser began, in the window's count. */
  private parserStart = 0;
  private isStrict: boolean;
  private readonly window = new ByteWindow();
  private readonly judge: RecordJudge;
  private readonly format: CsvFormat;
  private rows: CsvRow[] = [];
  private bomPending: boolean;

  /** @param strictly for as long as quotes stand where they belong; false: leniently from the beginning, with the same result */
  constructor(
    { format, header }: Pick<Sheet, "format" | "header">,
    after?: Position,
    strictly = true,
  ) {
    this.format = format;
    this.bomPending = format.bom && after === undefined;
    this.judge = new RecordJudge(header, format, after);
    this.isStrict = strictly;
    this.parser = this.openParser();
  }

  async feed(chunk: Buffer): Promise<CsvRow[]> {
    const bytes = this.bomPending ? this.withoutBom(chunk) : chunk;
    this.window.push(bytes);
    if (bytes.includes(0)) this.refuseNul();
    await this.advance(() => this.write(bytes));
    if (this.window.length > LIMITS.recordBytes) throw this.endless();
    return this.taken();
  }

  async finish(): Promise<CsvRow[]> {
    this.window.finish();
    if (await this.advance(() => this.end())) await this.advance(() => this.end());
    return this.taken();
  }

  close(): void {
    this.parser.destroy();
  }

  private openParser(): Parser {
    const { delimiter, quote, newline } = this.format;
    const parser = new Parser({
      delimiter,
      quote,
      escape: quote,
      record_delimiter: recordDelimiters(newline),
      relax_column_count: true,
      // Every record is to arrive; the judge reads those with stray quotes a second time, strictly.
      relax_quotes: !this.isStrict,
      skip_empty_lines: true,
      on_record: (cells: string[], info: Info) => this.take(cells, info.bytes),
    });
    // The write's own callback reports it; without a listener the process would end.
    parser.on("error", () => {});
    return parser;
  }

  private write(bytes: Buffer): Promise<void> {
    return new Promise((resolve, reject) => {
      this.parser.write(bytes, (error) => (error ? reject(error) : resolve()));
    });
  }

  private end(): Promise<void> {
    return new Promise((resolve, reject) => {
      this.parser.once("error", reject);
      this.parser.end(() => resolve());
    });
  }

  /**
   * The strict parser gives up where a quote stands that should not; a lenient one then reads on, from the record that holds it to
   * the end. Answers whether it had to.
   */
  private async advance(work: () => Promise<void>): Promise<boolean> {
    try {
      await work();
      return false;
    } catch (error) {
      if (!this.isStrict || !(error instanceof CsvError)) throw this.explain(error as Error);
      this.isStrict = false;
      this.parserStart = this.window.start;
      this.parser = this.openParser();
      await this.advance(() => this.write(this.window.peek()));
      return true;
    }
  }

  private taken(): CsvRow[] {
    const rows = this.rows;
    this.rows = [];
    return rows;
  }

  /** Answers null: the rows are handed out by `taken`, not by the parser's own stream. */
  private take(cells: string[], endOffset: number): null {
    const bytes = this.window.take(this.parserStart + endOffset);
    const isSuspect = this.window.isSuspect(bytes);
    this.rows.push(...this.judge.judge(cells, bytes, { isSuspect, isSound: this.isStrict }));
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
