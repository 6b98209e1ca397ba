import type { CellReader, Draft } from "./check-row-draft.ts";
import type { IssueCode } from "./check-row.ts";
import type { Target } from "./mapping.ts";
import { readBoolean, readList } from "./read-values.ts";
import { shown } from "./reading.ts";

/** The reader of a column that holds a product field. */
export function fieldReader(
  column: string,
  { field, locale }: Extract<Target, { kind: "field" }>,
): CellReader {
  switch (field) {
    case "sku":
      return (draft, cell) => readSku(draft, cell.trim(), column);
    case "name":
      return (draft, cell) => readName(draft, cell, column, locale);
    case "family":
    case "parent":
      return (draft, cell) => {
        const value = cell.trim();
        if (value !== "" && refuseLabel(draft, value, column, "family-format", field))
          draft.fields[field] = value;
      };
    case "categories":
    case "groups":
      return (draft, cell) => {
        const values = readList(cell);
        if (
          values.every((value) =>
            refuseLabel(
              draft,
              value,
              column,
              "category-format",
              field === "groups" ? "group" : "category",
            ),
          )
        )
          draft.fields[field] = values;
      };
    case "enabled":
      return (draft, cell) => readEnabled(draft, cell, column);
  }
}

const MAX_CODE_CHARS = 255;
const MAX_NAME_CHARS = 1000;
/** Control characters and those that can't be seen: two SKUs must not differ by what nobody sees. */
const UNSEEN = /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/u;

function readSku(draft: Draft, sku: string, column: string): void {
  if (sku === "")
    return draft.refuse(
      column,
      "",
      "required-missing",
      "Expected the product's SKU, found nothing. Fill it in, or remove the row.",
    );
  if (sku.length > MAX_CODE_CHARS)
    return draft.refuse(
      column,
      sku,
      "sku-format",
      `Expected at most ${MAX_CODE_CHARS} characters, found ${sku.length}. Shorten the SKU.`,
    );
  if (UNSEEN.test(sku))
    return draft.refuse(
      column,
      sku,
      "sku-format",
      `Expected visible characters, found a line break, a tab or an invisible character in ${shown(sku)}. Type the SKU anew.`,
    );
  draft.fields.sku = sku;
}

function readName(draft: Draft, cell: string, column: string, locale: string | undefined): void {
  const name = cell.trim();
  if (name === "") return;
  if (name.length > MAX_NAME_CHARS)
    return draft.refuse(
      column,
      name,
      "value-too-long",
      `Expected a name of at most ${MAX_NAME_CHARS} characters, found ${name.length}. Shorten it.`,
    );
  draft.fields.name = name;
  if (locale) draft.attribute("name", { locale, value: name });
}

function readEnabled(draft: Draft, cell: string, column: string): void {
  if (cell.trim() === "") return;
  const reading = readBoolean(cell);
  if ("problem" in reading)
    draft.refuse(column, cell, reading.problem.code, reading.problem.message);
  else draft.fields.enabled = reading.value;
}

/** True where the label can be used. */
function refuseLabel(
  draft: Draft,
  value: string,
  column: string,
  code: IssueCode,
  what: string,
): boolean {
  if (value.length > MAX_CODE_CHARS) {
    draft.refuse(
      column,
      value,
      code,
      `Expected a ${what} of at most ${MAX_CODE_CHARS} characters, found ${value.length}. Is the column the right one?`,
    );
    return false;
  }
  if (!UNSEEN.test(value)) return true;
  draft.refuse(
    column,
    value,
    code,
    `Expected a ${what} on one line, found a line break or an invisible character in ${shown(value)}.`,
  );
  return false;
}
