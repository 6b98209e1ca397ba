import { createHash } from "node:crypto";
import { CsvError, parse } from "csv-parse/sync";
import type { CsvFormat } from "../text/csv.ts";
import { FileFault } from "./file-fault.ts";
import { LIMITS } from "./limits.ts";
import { refuseOtherContent } from "./sniff-content.ts";
import { detectFormat } from "./sniff-format.ts";

/**
 * Reads the first MB of a file and says what it is: its format and its header. Takes no more of the stream than that and
 * closes it.
 * @param delimiter where a person knows better than the guess
 * @throws FileFault where the content is no CSV, or its header can't be used
 */
export async function sniff(
  source: AsyncIterable<Uint8Array>,
  delimiter?: CsvFormat["delimiter"],
): Promise<Sheet> {
  const chunks: Uint8Array[] = [];
  let bytes = 0;
  for await (const chunk of source) {
    chunks.push(chunk);
    bytes += chunk.length;
    if (bytes > LIMITS.headBytes) break;
  }
  const head = Buffer.concat(chunks);
  return sniffHead(head.subarray(0, LIMITS.headBytes), bytes <= LIMITS.headBytes, delimiter);
}

/** `sniff` for bytes at hand. @param complete whether `head` is the whole file */
export function sniffHead(
  head: Buffer,
  complete: boolean,
  delimiter?: CsvFormat["delimiter"],
): Sheet {
  refuseOtherContent(head);
  const found = detectFormat(head, complete);
  const format = { ...found, delimiter: delimiter ?? found.delimiter };
  const header = readHeader(head.subarray(format.bom ? 3 : 0), format, complete);
  return { format, header, headerFaults: headerFaults(header) };
}

/** The same header gives the same hash, so that a saved mapping is recognised. Order and case of the columns count. */
export function headerHash(header: readonly string[]): string {
  return createHash("sha256").update(JSON.stringify(header)).digest("hex");
}

/** A delimited file: how it is written and the names of its columns, trimmed, in the file's order. */
export type Sheet = { format: CsvFormat; header: string[]; headerFaults: HeaderFault[] };
/** What is odd about a column's name; the column can be mapped all the same. `column` counts from 0. */
export type HeaderFault = {
  column: number;
  code: "header-empty" | "header-duplicate";
  message: string;
};

function readHeader(head: Buffer, format: CsvFormat, complete: boolean): string[] {
  const [cells = []] = headerRecord(head, format, complete);
  if (cells.length > LIMITS.columnCount) throw tooManyColumns(cells.length);
  const header = cells.map((cell) => cell.trim());
  if (header.every((cell) => cell === ""))
    throw new FileFault(
      "file-empty",
      "The file has no header: its first line must name the columns.",
    );
  const long = header.findIndex((cell) => cell.length > LIMITS.headerCellChars);
  if (long >= 0)
    throw headerTooLong(
      `The name of column ${long + 1} is longer than ${LIMITS.headerCellChars} characters`,
    );
  return header;
}

function headerRecord(head: Buffer, format: CsvFormat, complete: boolean): string[][] {
  const { delimiter, quote, newline } = format;
  if (!complete && !/[\r\n]/.test(head.toString("latin1").trimStart()))
    refuseEndlessHeader(head, delimiter);
  const lenient = { relax_quotes: true, relax_column_count: true, skip_empty_lines: true, to: 1 };
  try {
    return parse(head, {
      delimiter,
      quote,
      escape: quote,
      record_delimiter: recordDelimiters(newline),
      ...lenient,
    });
  } catch (error) {
    if (!(error instanceof CsvError) || error.code !== "CSV_QUOTE_NOT_CLOSED") throw error;
    const line = firstTextLine(head);
    throw new FileFault(
      "quote-not-closed",
      `A quote that opens in the header, line ${line}, is never closed.`,
      line,
    );
  }
}

/** No line end within the first MB. */
function refuseEndlessHeader(head: Buffer, delimiter: string): never {
  const cells = head.toString("latin1").split(delimiter).length;
  if (cells > LIMITS.columnCount) throw tooManyColumns(cells);
  throw headerTooLong("The first line is longer than 1 MB");
}

function tooManyColumns(count: number): FileFault {
  const found = `The header has ${count.toLocaleString("en")} columns or more; at most ${LIMITS.columnCount.toLocaleString("en")} can be read.`;
  return new FileFault(
    "too-many-columns",
    `${found} Split the file by columns, each part with the SKU.`,
    1,
  );
}

function headerTooLong(what: string): FileFault {
  return new FileFault(
    "header-too-long",
    `${what}. The first line must hold the names of the columns.`,
    1,
  );
}

function firstTextLine(head: Buffer): number {
  const [blank = ""] = /^[\r\n]*/.exec(head.subarray(0, 65536).toString("latin1")) ?? [];
  return blank.split(/\r\n|\r|\n/).length;
}

function headerFaults(header: readonly string[]): HeaderFault[] {
  const firstAt = new Map<string, number>();
  return header.flatMap((name, column): HeaderFault[] => {
    if (name === "")
      return [{ column, code: "header-empty", message: `Column ${column + 1} has no name.` }];
    const first = firstAt.get(name);
    if (first === undefined) firstAt.set(name, column);
    if (first === undefined) return [];
    return [
      {
        column,
        code: "header-duplicate",
        message: `Column ${column + 1} has the same name as column ${first + 1}: “${name}”.`,
      },
    ];
  });
}

/** What ends a record. LF and CRLF are both taken, for files that were put together from two; a lone CR only where the header ends so. */
export function recordDelimiters(newline: CsvFormat["newline"]): string[] {
  return newline === "\r" ? ["\r\n", "\n", "\r"] : ["\r\n", "\n"];
}
