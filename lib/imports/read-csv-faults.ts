import { parse } from "csv-parse/sync";
import { LIMITS } from "./limits.ts";
import type { RowFault } from "./read-csv.ts";

const SHOWN_CHARS = 200;

export function columnCountFault(row: number, found: number, expected: number): RowFault {
  const few = found < expected;
  const hint = few
    ? "Is a delimiter or a line break missing or too many?"
    : "Put quotes around cells that hold the delimiter.";
  return {
    row,
    code: "column-count",
    value: String(found),
    message: `Expected ${expected} cells as in the header, found ${found}. ${hint}`,
  };
}

export function quoteFault(row: number, line: number, lastLine: number, raw: string): RowFault {
  const where = lastLine > line ? `Lines ${line} to ${lastLine} were read as one row: a` : "A";
  const message = `${where} quote closes in the middle of a cell. Double the quotes inside of a quoted cell, or remove them.`;
  return { row, code: "quote-malformed", value: raw.slice(0, SHOWN_CHARS), message };
}

export function longCellFaults(
  row: number,
  cells: readonly string[],
  header: readonly string[],
): RowFault[] {
  return cells.flatMap((cell, index) => {
    if (cell.length * 3 <= LIMITS.cellBytes) return [];
    const bytes = Buffer.byteLength(cell);
    if (bytes <= LIMITS.cellBytes) return [];
    const message = `Expected at most 64 kB in a cell, found ${Math.ceil(bytes / 1024)} kB. Shorten the text.`;
    return [
      {
        row,
        column: header[index],
        value: cell.slice(0, SHOWN_CHARS),
        code: "cell-too-long" as const,
        message,
      },
    ];
  });
}

/** Names each cell that is not UTF-8 and says how it reads as Windows-1252, which is what such bytes mostly are. */
export function encodingFaults(where: {
  row: number;
  line: number;
  cells: readonly string[];
  header: readonly string[];
  record: Buffer;
  options: object;
}): RowFault[] {
  const text = new TextDecoder("windows-1252").decode(where.record);
  const [likely = []] = parse(text, { ...where.options, relax_quotes: true }) as string[][];
  return where.cells.flatMap((cell, index) => {
    if (!cell.includes("\uFFFD")) return [];
    const found =
      likely[index] === undefined
        ? ""
        : ` Read as Windows-1252 it says “${likely[index].slice(0, 60)}”.`;
    const message = `Line ${where.line} is not UTF-8.${found} Save the file as “CSV UTF-8”.`;
    return [
      {
        row: where.row,
        column: where.header[index],
        value: cell.slice(0, SHOWN_CHARS),
        code: "bad-character" as const,
        message,
      },
    ];
  });
}
