import { type Info, Parser } from "csv-parse";
import type { CsvFormat } from "../text/csv.ts";
import { FileFault, isFileFault } from "./file-fault.ts";
import { LIMITS } from "./limits.ts";
import { RecordJudge } from "./read-csv-record.ts";
import { SwiftReader } from "./read-csv-swift.ts";
import { ByteWindow } from "./read-csv-window.ts";
import type { CsvRow, Position } from "./read-csv.ts";
import { recordDelimiters, type Sheet } from "./sniff.ts";

/** Reads chunk by chunk: swiftly for as long as that can be vouched for, then with csv-parse, record by record. */
export class CsvReader {
  private readonly window = new ByteWindow();
  private readonly judge: RecordJudge;
  private readonly swift: SwiftReader;
  private readonly format: CsvFormat;
  /** Only where it takes one: it is thorough, and slow. */
  private parser: Parser | undefined;
  private rows: CsvRow[] = [];
  private bomPending: boolean;

  /** @param swiftly false: by csv-parse from the beginning, which is what the swift reader is measured by */
  constructor(
    { format, header }: Pick<Sheet, "format" | "header">,
    after?: Position,
    swiftly = true,
  ) {
    this.format = format;
    this.bomPending = format.bom && after === undefined;
    this.judge = new RecordJudge(header, format, after);
    this.swift = new SwiftReader(format, this.judge);
    if (!swiftly) this.parser = this.openParser();
  }

  async feed(chunk: Buffer): Promise<CsvRow[]> {
    const bytes = this.bomPending ? this.withoutBom(chunk) : chunk;
    if (this.parser) return await this.feedParser(this.parser, bytes);
    const rows = this.swift.feed(bytes);
    return this.swift.gaveWay ? [...rows, ...(await this.takeOver())] : rows;
  }

  async finish(): Promise<CsvRow[]> {
    const rows = this.parser ? [] : await this.takeOver();
    this.window.finish();
    await new Promise<void>((resolve, reject) => {
      this.parser?.once("error", (error) => reject(this.explain(error)));
      this.parser?.end(() => resolve());
    });
    return [...rows, ...this.taken()];
  }

  close(): void {
    this.parser?.destroy();
  }

  /** From where the swift reader came to. */
  private takeOver(): Promise<CsvRow[]> {
    this.parser = this.openParser();
    return this.feedParser(this.parser, this.swift.rest);
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
      relax_quotes: true,
      skip_empty_lines: true,
      on_record: (cells: string[], info: Info) => this.take(cells, info.bytes),
    });
    // The write's own callback reports it; without a listener the process would end.
    parser.on("error", () => {});
    return parser;
  }

  private async feedParser(parser: Parser, bytes: Buffer): Promise<CsvRow[]> {
    this.window.push(bytes);
    if (bytes.includes(0)) this.refuseNul();
    await new Promise<void>((resolve, reject) => {
      parser.write(bytes, (error) => (error ? reject(this.explain(error)) : resolve()));
    });
    if (this.window.length > LIMITS.recordBytes) throw this.endless();
    return this.taken();
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
