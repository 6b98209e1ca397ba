import { attributeReader } from "./check-row-attribute.ts";
import { type CellReader, Draft, type ProductRow } from "./check-row-draft.ts";
import { fieldReader } from "./check-row-field.ts";
import type { Mapping, MappedColumn } from "./mapping.ts";
import type { CsvRow, RowFaultCode } from "./read-csv.ts";
import { readList } from "./read-values.ts";
import { type ValueCode } from "./reading.ts";

/**
 * Reads one record as a product. A refused issue makes the row unusable, `product` is then null; a doubtful one says how a
 * value was read. The same cells and mapping always give the same answer, keys in the same order, so that it can be hashed.
 */
export function checkRow(mapping: Mapping, row: CsvRow, header: readonly string[]): CheckedRow {
  if (row.faults.length > 0) return { product: null, issues: row.faults.map(asIssue) };
  const draft = new Draft(row.cells);
  for (const { index, read } of readersOf(mapping)) {
    const cell = row.cells[index] ?? "";
    if (refuseBadCharacters(draft, cell, header[index] ?? "")) read(draft, cell);
  }
  const refused = draft.issues.some(({ severity }) => severity === "refused");
  return { product: refused ? null : draft.product(), issues: draft.issues };
}

/** What was found in a row; `issues` is empty for a good one. */
export type CheckedRow = { product: ProductRow | null; issues: RowIssue[] };
export type { ProductAttribute, ProductRow } from "./check-row-draft.ts";
/** `column` is its name in the file, absent where the whole row is meant; `value` is cut at 200 characters. */
export type RowIssue = {
  column?: string;
  value?: string;
  code: IssueCode;
  message: string;
  severity: "refused" | "doubtful";
};
export type IssueCode =
  | RowFaultCode
  | ValueCode
  | "sku-format"
  | "sku-duplicate"
  | "required-missing"
  | "family-format"
  | "category-format"
  | "value-too-long"
  | "unit-missing";

/** Made once for each mapping: which reader takes which cell. */
const READERS = new WeakMap<Mapping, { index: number; read: CellReader }[]>();

function readersOf(mapping: Mapping): { index: number; read: CellReader }[] {
  let readers = READERS.get(mapping);
  if (!readers) {
    readers = mapping.columns.flatMap((column) => {
      const read = readerOf(column, mapping);
      return read ? [{ index: column.index, read }] : [];
    });
    READERS.set(mapping, readers);
  }
  return readers;
}

function readerOf({ header, target }: MappedColumn, mapping: Mapping): CellReader | undefined {
  switch (target.kind) {
    case "field":
      return fieldReader(header, target);
    case "attribute":
      return attributeReader(header, target, mapping);
    case "association":
      return (draft, cell) => draft.associate(target.type, target.targets, readList(cell));
    default:
      // The unit is read with its measurement.
      return undefined;
  }
}

/** Line breaks and tabs are text; other control characters, replacement characters and halves of characters are damage. */
function refuseBadCharacters(draft: Draft, cell: string, column: string): boolean {
  const found = BAD.exec(cell)?.[0] ?? (cell.isWellFormed() ? undefined : "\uFFFD");
  if (found === undefined) return true;
  const name = `U+${found.codePointAt(0)!.toString(16).toUpperCase().padStart(4, "0")}`;
  const what =
    found === "\uFFFD"
      ? "a character that was lost in an earlier conversion"
      : "a control character";
  draft.refuse(
    column,
    cell,
    "bad-character",
    `Expected text, found ${what} (${name}). Remove it, or export the file as “CSV UTF-8” again.`,
  );
  return false;
}

// oxlint-disable-next-line no-control-regex -- control characters are what it looks for
const BAD = /[\u0000-\u0008\u000B\u000C\u000E-\u001F\u007F-\u009F\uFFFD]/;

function asIssue({ column, value, code, message }: CsvRow["faults"][number]): RowIssue {
  return { column, value, code, message, severity: "refused" };
}
