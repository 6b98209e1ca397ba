import { isAscii, isUtf8 } from "node:buffer";
import type { CsvFormat } from "../text/csv.ts";
import type { RecordJudge } from "./read-csv-record.ts";
import type { CsvRow } from "./read-csv.ts";

/** A record that goes on beyond this is a matter for the thorough reader, which knows when to give up. */
const REST_MAX_BYTES = 256 * 1024;

const LF = 10;
const CR = 13;

/**
 * Reads what nothing is wrong with, which is nearly all of every file: whole records in which each quote stands where it
 * belongs. It takes a twentieth of the time of the thorough reader. At the first thing that it can't vouch for (a stray quote, a zero
 * byte, bytes that are not UTF-8, a record without end, lone carriage returns as line ends) it gives way for good.
 */
export class SwiftReader {
  readonly #judge: RecordJudge;
  readonly #delimiter: number;
  readonly #quote: number;
  readonly #quoteText: string;
  readonly #delimiterText: string;
  #rest: Buffer = Buffer.alloc(0);
  #gaveWay: boolean;
  #nextDelimiter = -1;

  constructor({ delimiter, quote, newline }: CsvFormat, judge: RecordJudge) {
    this.#judge = judge;
    [this.#delimiterText, this.#quoteText] = [delimiter, quote];
    this.#delimiter = delimiter.charCodeAt(0);
    this.#quote = quote.charCodeAt(0);
    this.#gaveWay = newline === "\r";
  }

  /** What it has not read lies in `rest`; the judge stands at its beginning. */
  get gaveWay(): boolean {
    return this.#gaveWay;
  }

  /** Bytes that belong to no record that was read. */
  get rest(): Buffer {
    return this.#rest;
  }

  /** The rows of the records that end in this chunk, as far as they are sound. */
  feed(chunk: Buffer): CsvRow[] {
    const bytes = this.#rest.length === 0 ? chunk : Buffer.concat([this.#rest, chunk]);
    const rows: CsvRow[] = [];
    const until = this.#isFit(bytes, chunk) ? this.#read(bytes, rows) : 0;
    this.#rest = bytes.subarray(until);
    if (this.#rest.length > REST_MAX_BYTES) this.#gaveWay = true;
    return rows;
  }

  #isFit(bytes: Buffer, chunk: Buffer): boolean {
    if (this.#gaveWay) return false;
    // A character that the next chunk completes comes after the last line end.
    const isFit = !chunk.includes(0) && isUtf8(bytes.subarray(0, bytes.lastIndexOf(LF) + 1));
    this.#gaveWay = !isFit;
    return isFit;
  }

  /** One letter per byte, so that places in the text are places in the file. Answers how far it came. */
  #read(bytes: Buffer, rows: CsvRow[]): number {
    const text = bytes.toString("latin1", 0, bytes.lastIndexOf(LF) + 1);
    const decode = isAscii(bytes) ? undefined : bytes;
    let until = 0;
    this.#nextDelimiter = -1;
    for (let at = 0; at < text.length;) {
      const start = this.#afterBlankLines(text, at);
      if (start < 0) break;
      const record = this.#record(text, start, decode);
      if (!record) break;
      const { cells, end, lines } = record;
      const blank = { bytes: start - at, lines: countLines(text, at, start) };
      const row = this.#judge.sound(cells, { bytes: end - start, lines }, blank);
      if (row) rows.push(row);
      until = at = end;
    }
    return until;
  }

  /** Blank lines belong to the record after them. A carriage return that ends no line is for the thorough. */
  #afterBlankLines(text: string, from: number): number {
    let at = from;
    for (;;) {
      const code = text.charCodeAt(at);
      if (code === LF) at += 1;
      else if (code === CR && text.charCodeAt(at + 1) === LF) at += 2;
      else if (code === CR) return this.#giveWay();
      else return at < text.length ? at : -1;
    }
  }

  #record(text: string, start: number, decode: Buffer | undefined): SoundRecord | undefined {
    const cells: string[] = [];
    let lines = 1;
    let lineEnd = text.indexOf("\n", start);
    for (let at = start; ;) {
      let end: number;
      if (text.charCodeAt(at) === this.#quote) {
        end = this.#closingQuote(text, at);
        if (end < 0) return undefined;
        const cell = slice(text, at + 1, end, decode);
        cells.push(cell.includes(this.#quoteText) ? this.#single(cell) : cell);
        for (; lineEnd < end; lines += 1) lineEnd = text.indexOf("\n", lineEnd + 1);
        end += 1;
      } else {
        end = Math.min(this.#delimiterFrom(text, at), lineEnd);
        if (end === lineEnd && end > at && text.charCodeAt(end - 1) === CR) end -= 1;
        cells.push(slice(text, at, end, decode));
      }
      const code = text.charCodeAt(end);
      if (code === this.#delimiter) at = end + 1;
      else if (code === LF) return { cells, end: end + 1, lines };
      else if (code === CR && text.charCodeAt(end + 1) === LF)
        return { cells, end: end + 2, lines };
      else return void this.#giveWay();
    }
  }

  /** Looked for once, however many cells stand before it. */
  #delimiterFrom(text: string, at: number): number {
    if (this.#nextDelimiter >= at) return this.#nextDelimiter;
    const found = text.indexOf(this.#delimiterText, at);
    return (this.#nextDelimiter = found < 0 ? Infinity : found);
  }

  /** Where the quote stands that ends the cell; -1 where it is not there yet. */
  #closingQuote(text: string, open: number): number {
    for (let at = open + 1; ; at += 2) {
      at = text.indexOf(this.#quoteText, at);
      if (at < 0 || at + 1 >= text.length) return -1;
      if (text.charCodeAt(at + 1) !== this.#quote) return at;
    }
  }

  #single(cell: string): string {
    return cell.replaceAll(this.#quoteText + this.#quoteText, this.#quoteText);
  }

  #giveWay(): -1 {
    this.#gaveWay = true;
    return -1;
  }
}

type SoundRecord = { cells: string[]; end: number; lines: number };

const slice = (text: string, from: number, to: number, decode: Buffer | undefined) =>
  decode ? decode.toString("utf8", from, to) : text.slice(from, to);

function countLines(text: string, from: number, to: number): number {
  let count = 0;
  for (let at = from; at < to; at += 1) if (text.charCodeAt(at) === LF) count += 1;
  return count;
}
