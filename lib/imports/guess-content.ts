import type { ValueType } from "./mapping.ts";
import { readBoolean, readDate, readMeasure } from "./read-values.ts";
import { readNumber } from "./read-values-number.ts";
import { currencyOf } from "./units.ts";

/**
 * What the values of a column look like; text where they are nothing in particular. Careful: a type that a later value does not
 * fit costs that row, so that numbers take evidence, and what looks like a code (leading zeros, long digits) stays text.
 * @param values distinct, not empty
 */
export function typeByContent(values: readonly string[], code: string): ContentGuess {
  const all = (fits: (value: string) => boolean) => values.length > 0 && values.every(fits);
  if (values.length === 0 || CODE_WORDS.test(code)) return { valueType: "text" };
  const currency = all((value) => currencyIn(value) !== undefined)
    ? currencyIn(values[0]!)
    : undefined;
  if (currency && all((value) => currencyIn(value) === currency))
    return { valueType: "price", currency };
  if (all((value) => "value" in readDate(value, "auto"))) return { valueType: "date" };
  if (all(isYesOrNo) && !COUNT_WORDS.test(code)) return { valueType: "boolean" };
  if (all(isAmount) && (values.length >= 3 || COUNT_WORDS.test(code)))
    return { valueType: sameLongDigits(values) ? "text" : "number" };
  if (values.length >= 3 && all(hasUnit)) return { valueType: "metric" };
  if (all((value) => LIST.test(value)) && values.some((value) => value.includes(",")))
    return { valueType: "list" };
  return { valueType: "text" };
}

export type ContentGuess = { valueType: ValueType; currency?: string };

/** Whether the values could be the keys of products: one word each, none twice, most with a digit. */
export function looksLikeKey(column: ColumnSample): boolean {
  const { values, filled, rows } = column;
  if (rows < 2 || filled < rows || values.length < Math.min(rows, SAMPLE_VALUES)) return false;
  const digits = values.filter((value) => /\d/.test(value)).length;
  return (
    values.every((value) => /^[^\s,;|]{2,40}$/u.test(value)) &&
    digits > values.length / 2 &&
    !values.every((value) => "value" in readDate(value, "auto"))
  );
}

export function isYesOrNo(value: string): boolean {
  return "value" in readBoolean(value) && value.trim().toLowerCase() !== "x";
}

/** A column's first distinct values, cut; how many of the rows looked at have one. */
export type ColumnSample = { values: string[]; filled: number; rows: number };

export const NO_SAMPLE: ColumnSample = { values: [], filled: 0, rows: 0 };

/** So many distinct values are kept of a column. */
export const SAMPLE_VALUES = 30;

/** Gathers the samples of all columns while rows go by. */
export class Sampler {
  readonly columns: ColumnSample[];
  private readonly seen: Set<string>[];

  constructor(columnCount: number) {
    this.columns = Array.from({ length: columnCount }, () => ({ values: [], filled: 0, rows: 0 }));
    this.seen = this.columns.map(() => new Set());
  }

  add(cells: readonly string[]): void {
    for (const [index, column] of this.columns.entries()) {
      column.rows += 1;
      const value = (cells[index] ?? "").trim();
      if (value === "") continue;
      column.filled += 1;
      const seen = this.seen[index]!;
      if (seen.size >= SAMPLE_VALUES || seen.has(value)) continue;
      seen.add(value);
      column.values.push(value.slice(0, VALUE_CHARS));
    }
  }
}

const VALUE_CHARS = 100;
const LIST = /^[A-Za-z0-9_-]+(?:,[A-Za-z0-9_-]+)*$/;
const CODE_WORDS =
  /(?:^|_)(?:ean|gtin|upc|isbn|sku|code|id|nr|no|number|phone|zip|postcode|name|title|size)\d*(?:_|$)/i;
const COUNT_WORDS =
  /(?:^|_)(?:stock|quantity|count|amount|min|max|pieces|price|weight|width|height|length|depth)(?:_|$)/i;

function isAmount(value: string): boolean {
  return "value" in readNumber(value, "auto") && !/^0\d/.test(value);
}

/** Article numbers, EANs: digits of one length, eight or more of them. */
function sameLongDigits(values: readonly string[]): boolean {
  return values.every((value) => /^\d{8,}$/.test(value) && value.length === values[0]!.length);
}

function hasUnit(value: string): boolean {
  const reading = readMeasure(value, "auto");
  return "value" in reading && reading.value.unit !== undefined;
}

function currencyIn(value: string): string | undefined {
  const [, before = "", after = ""] =
    /^([^\d\s.,+-]*)\s*[+-]?\d[\d.,\s'’]*?\s*([^\d\s.,]*)$/u.exec(value) ?? [];
  return currencyOf(before || after);
}
