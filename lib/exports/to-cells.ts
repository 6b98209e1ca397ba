import type { AttributeValue } from "#drizzle/schema/data.ts";
import { isPlainNumber } from "../text/csv-defuse.ts";
import type { ExportColumn, Place } from "./export-columns.ts";
import type { ExportedProduct } from "./product-page.ts";

export type Cell = string | number | null;

/** One product as the cells of a row. Several values in one cell are separated by commas, as the import reads them. */
export const toCells = (product: ExportedProduct, columns: readonly ExportColumn[]): Cell[] =>
  columns.map((column) => cellOf(product, column));

function cellOf(product: ExportedProduct, column: ExportColumn): Cell {
  if (column.kind === "field") return written(product[column.field]);
  if (column.kind === "association") return linksOf(product, column);
  const values = product.attributes[column.code] ?? [];
  if (column.kind === "unit") return values.find((value) => isAt(value, column))?.unit ?? null;
  const currency = column.currency ?? undefined;
  const found = values.find((value) => isAt(value, column) && value.currency === currency);
  if (!found) return null;
  return column.isNumber ? asNumber(written(found.value)) : written(found.value);
}

const isAt = (value: AttributeValue, { locale, channel }: Place) =>
  (value.locale ?? null) === locale && (value.channel ?? null) === channel;

function written(value: string | number | boolean | readonly string[] | null): string | null {
  if (value === null) return null;
  if (typeof value === "boolean") return value ? "1" : "0";
  return typeof value === "object" ? value.join(",") : String(value);
}

function linksOf({ associations }: ExportedProduct, { type, targetKind }: UsedHere): Cell {
  const targets = associations.filter(
    (link) => link.type === type && link.targetKind === targetKind,
  );
  return targets.length > 0 ? targets.map((link) => link.target).join(",") : null;
}

type UsedHere = Extract<ExportColumn, { kind: "association" }>;

/** As a number where nothing is lost by it: a spreadsheet keeps fifteen digits, and no zeros in front or behind. */
function asNumber(text: string | null): Cell {
  if (text === null || !isPlainNumber(text) || text.length > 15) return text;
  return String(Number(text)) === text ? Number(text) : text;
}
