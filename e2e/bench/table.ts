import type { Row } from "./result.ts";

const HEAD = ["", "ours", "baseline", "ratio", "goal", ""];

/**
 * The table as lines of Markdown, readable as they are, so that README can quote it.
 * @param lowered what was measured on a smaller scale, in words
 */
export function printTable(rows: readonly Row[], lowered: readonly string[] = []): string[] {
  if (rows.length === 0) return [];
  const cells = [HEAD, ...rows.map(cellsOf)];
  const widths = HEAD.map((_, column) =>
    Math.max(3, ...cells.map((line) => line[column]?.length ?? 0)),
  );
  const line = (texts: readonly string[]) =>
    `| ${texts.map((text, column) => pad(text, column, widths[column] as number)).join(" | ")} |`;
  const rule = `| ${widths.map((width, column) => (isNumber(column) ? `${"-".repeat(width - 1)}:` : "-".repeat(width))).join(" | ")} |`;
  const [head = [], ...body] = cells;
  const notes = lowered.length > 0 ? ["", `On a smaller scale: ${lowered.join(", ")}.`] : [];
  return ["", line(head), rule, ...body.map(line), ...notes];
}

function cellsOf(row: Row): string[] {
  const baseline =
    row.baseline === undefined ? "" : `${figure(row.baseline)} ${row.unit} (${row.baselineName})`;
  const verdict = row.met === undefined ? "" : row.met ? "met" : "missed";
  return [
    `${row.part}: ${row.name}${row.note ? ` (${row.note})` : ""}`,
    `${figure(row.ours)} ${row.unit}`,
    baseline,
    row.ratio === undefined ? "" : `${figure(row.ratio)}×`,
    row.goal ?? "",
    verdict,
  ];
}

/** Three digits that count: 0.0123, 1.23, 12.3, 1,234. */
export function figure(value: number): string {
  if (!Number.isFinite(value)) return "–";
  if (Math.abs(value) >= 100) return Math.round(value).toLocaleString("en-GB");
  return String(Number(value.toPrecision(3)));
}

const isNumber = (column: number) => column >= 1 && column <= 3;

const pad = (text: string, column: number, width: number) =>
  isNumber(column) ? text.padStart(width) : text.padEnd(width);
