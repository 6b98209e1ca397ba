import { isUtf8 } from "node:buffer";
import { CsvError, parse } from "csv-parse/sync";
import type { CsvFormat } from "../text/csv.ts";
import { LIMITS } from "./limits.ts";
import { columnCountFault, encodingFaults, longCellFaults, quoteFault } from "./read-csv-faults.ts";
import { countByte } from "./read-csv-window.ts";
import type { CsvRow, Position, RowFault } from "./read-csv.ts";
import { recordDelimiters } from "./sniff.ts";

/** Turns what the parser found into rows with their numbers, and says what is wrong with them. */
export class RecordJudge {
  private readonly header: readonly string[];
  private readonly format: CsvFormat;
  private readonly lineEnd: number;
  private readonly strict: object;
  private position: Position;
  private headerPending: boolean;

  constructor(header: readonly string[], format: CsvFormat, after?: Position) {
    this.header = header;
    this.format = format;
    this.lineEnd = format.newline === "\r" ? 13 : 10;
    this.position = after ?? { byte: 0, row: 0, line: 0 };
    this.headerPending = after === undefined;
    const { delimiter, quote } = format;
    this.strict = {
      delimiter,
      quote,
      escape: quote,
      record_delimiter: recordDelimiters(format.newline),
      relax_column_count: true,
      skip_empty_lines: true,
    };
  }

  /** Line in which the next record, or a blank line before it, begins. */
  get line(): number {
    return this.position.line + 1;
  }

  skipBytes(count: number): void {
    this.position = { ...this.position, byte: this.position.byte + count };
  }

  firstTextLine(bytes: Buffer): number {
    return this.line + countByte(bytes.subarray(0, blankLength(bytes)), this.lineEnd);
  }

  /**
   * @param cells as the parser read them, lenient with quotes
   * @param bytes the record's bytes, blank lines before it and its line end included
   * @param known isSuspect: they are not UTF-8; isSound: the parser was strict, so that no quote of it stands in a wrong place
   * @returns no row for the header and for rows without a value; several where a stray quote had joined lines
   */
  judge(
    cells: string[],
    bytes: Buffer,
    { isSuspect, isSound }: { isSuspect: boolean; isSound: boolean },
  ): CsvRow[] {
    const blank = blankLength(bytes);
    if (blank > 0) this.passBlankLines(bytes.subarray(0, blank));
    const record = bytes.subarray(blank);
    if (this.headerPending) return this.passHeader(record);
    const quoted = !isSound && cells.some((cell) => cell.includes(this.format.quote));
    if (quoted && this.isMalformed(record)) return this.separate(record);
    return this.rowOf(cells, record, isSuspect);
  }

  private passHeader(record: Buffer): CsvRow[] {
    this.headerPending = false;
    this.advance(record);
    return [];
  }

  private passBlankLines(bytes: Buffer): void {
    const { byte, row, line } = this.position;
    const lines = countByte(bytes, this.lineEnd);
    this.position = { byte: byte + bytes.length, row: row + lines, line: line + lines };
  }

  private rowOf(cells: string[], record: Buffer, suspect: boolean): CsvRow[] {
    const line = this.line;
    this.advance(record);
    if (cells.every((cell) => cell.trim() === "")) return [];
    const row = this.position.row;
    const cut =
      cells.length > this.header.length ? withoutEmptyTail(cells, this.header.length) : cells;
    const faults: RowFault[] = [];
    if (cut.length !== this.header.length)
      faults.push(columnCountFault(row, cut.length, this.header.length));
    if (record.length > LIMITS.cellBytes) faults.push(...longCellFaults(row, cut, this.header));
    if (suspect)
      faults.push(
        ...encodingFaults({
          row,
          line,
          cells: cut,
          header: this.header,
          record,
          options: this.strict,
        }),
      );
    return [{ rowNumber: row, line, cells: cut, faults, position: this.position }];
  }

  /** Whether a quote closes in the middle of a cell. A quote within unquoted text is only a letter: 12" monitor. */
  private isMalformed(record: Buffer): boolean {
    try {
      parse(record, this.strict);
      return false;
    } catch (error) {
      return error instanceof CsvError && error.code !== "INVALID_OPENING_QUOTE";
    }
  }

  /** A stray quote has joined lines: the line that holds it is refused, what can be read around it is read. */
  private separate(record: Buffer): CsvRow[] {
    if (record.length > SEPARABLE_BYTES) return [this.malformedRow(record)];
    const rows: CsvRow[] = [];
    for (let rest = record; rest.length > 0;) {
      const good = this.readAgain(rest, this.strict);
      rest = rest.subarray(good.bytes);
      const line = rest.subarray(0, rest.indexOf(this.lineEnd) + 1 || rest.length);
      rest = rest.subarray(line.length);
      rows.push(...good.rows);
      if (line.length === 0) continue;
      if (this.isMalformed(line)) rows.push(this.malformedRow(line));
      else rows.push(...this.readAgain(line, { ...this.strict, relax_quotes: true }).rows);
    }
    return rows;
  }

  private malformedRow(record: Buffer): CsvRow {
    const line = this.line;
    this.advance(record);
    const raw = record.toString("utf8").replace(/(?:\r\n|\n|\r)$/, "");
    const lastLine = Math.max(line, this.position.line);
    const fault = quoteFault(this.position.row, line, lastLine, raw);
    return {
      rowNumber: this.position.row,
      line,
      cells: [],
      faults: [fault],
      raw,
      position: this.position,
    };
  }

  /** Reads records as far as they can be read. */
  private readAgain(bytes: Buffer, options: object): { rows: CsvRow[]; bytes: number } {
    const rows: CsvRow[] = [];
    let from = 0;
    const take = (cells: string[], { bytes: end }: { bytes: number }) => {
      const part = bytes.subarray(from, end);
      from = end;
      const blank = blankLength(part);
      if (blank > 0) this.passBlankLines(part.subarray(0, blank));
      rows.push(...this.rowOf(cells, part.subarray(blank), !isUtf8(part)));
      return null;
    };
    try {
      parse(bytes, { ...options, on_record: take });
    } catch (error) {
      if (!(error instanceof CsvError)) throw error;
    }
    return { rows, bytes: from };
  }

  private advance(record: Buffer): void {
    const { byte, row, line } = this.position;
    // The last line of a file may lack its end and is a line all the same.
    const lines =
      countByte(record, this.lineEnd) +
      (record.at(-1) === this.lineEnd || record.at(-1) === 10 ? 0 : 1);
    this.position = { byte: byte + record.length, row: row + 1, line: line + lines };
  }
}

/** Beyond this, the lines that a stray quote joined are refused as one row: taking them apart costs the square of their length. */
const SEPARABLE_BYTES = 16 * 1024;

function blankLength(bytes: Buffer): number {
  let length = 0;
  while (bytes[length] === 13 || bytes[length] === 10) length += 1;
  return length;
}

/** Some programs end rows, but not the header, with a delimiter: nothing is lost with cells that are empty and have no column. */
function withoutEmptyTail(cells: string[], count: number): string[] {
  return cells.slice(count).every((cell) => cell === "") ? cells.slice(0, count) : cells;
}
