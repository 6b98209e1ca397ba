import { checkRow } from "./check-row.ts";
import type { DraftInspection } from "./draft.ts";
import type { Mapping } from "./mapping.ts";

/**
 * What of the file's first rows can't be read as the mapping says, by column. The whole file is for the check; this shows a wrong
 * choice at once.
 */
export function unreadableCells(
  mapping: Mapping,
  { header, rows }: Pick<DraftInspection, "header" | "rows">,
): Map<number, { values: string[]; message: string }> {
  const found = new Map<number, { values: string[]; message: string }>();
  for (const { rowNumber, cells } of rows) {
    const position = { byte: 0, row: rowNumber, line: rowNumber };
    const { issues } = checkRow(
      mapping,
      { rowNumber, line: rowNumber, cells, faults: [], position },
      header,
    );
    for (const { severity, column, value, message } of issues) {
      const index = column === undefined ? -1 : header.indexOf(column);
      if (severity !== "refused" || index < 0) continue;
      const known = found.get(index) ?? { values: [], message };
      known.values.push(value ?? "");
      found.set(index, known);
    }
  }
  return found;
}
