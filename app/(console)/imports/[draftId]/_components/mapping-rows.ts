import type { Match } from "#lib/imports/draft.ts";
import { PRODUCT_FIELDS } from "#lib/imports/fields.ts";
import type { Draft } from "#lib/imports/get-draft.ts";
import type { MappedColumn, Target } from "#lib/imports/mapping.ts";

/** A line of the mapping: a product field, with or without its column, or what another column becomes. */
export type MappingRow = {
  /** "field.sku" or "col.7": the name of its control. */
  key: string;
  name: string;
  /** Second line: what it holds. */
  holds: string;
  required: boolean;
  field: boolean;
  column: MappedColumn | undefined;
  match: Match | undefined;
  samples: string[];
  unreadable: { values: string[]; message: string } | undefined;
  /** What keeps the import from being launched, at this line. */
  error: string | undefined;
  /** How a field is read; attributes have a choice there. */
  read: string;
};

const SAMPLES = 3;

/** Product fields first, the required one at their head; then the columns in the file's order. Left-out columns have no line. */
export function rowsOf(draft: Draft): MappingRow[] {
  const { columns } = draft.mapping;
  const fields = PRODUCT_FIELDS.map(({ field, holds, required, read }): MappingRow => {
    const column = columns.find(({ target }) => target.kind === "field" && target.field === field);
    const locale = column?.target.kind === "field" ? column.target.locale : undefined;
    const missing = draft.errors.find(({ code }) => required && code === "sku-missing")?.message;
    const error = column ? undefined : missing;
    const shown = locale ? `${holds}, ${locale}` : holds;
    return {
      ...at(draft, column),
      key: `field.${field}`,
      name: field,
      holds: shown,
      required,
      field: true,
      read,
      ...(error && { error }),
    };
  });
  const others = columns.flatMap((column): MappingRow[] => {
    const words = wordsOf(column.target);
    return words
      ? [
          {
            ...at(draft, column),
            ...words,
            key: `col.${column.index}`,
            required: false,
            field: false,
            read: "",
          },
        ]
      : [];
  });
  return [...fields, ...others];
}

/** Unsure guesses, what can't be read, and what keeps the import from being launched. */
export const needsLook = ({ match, unreadable, error }: MappingRow) =>
  error !== undefined ||
  unreadable !== undefined ||
  match?.match === "by-content" ||
  match?.match === "none";

function at({ inspection, unreadable, errors }: Draft, column: MappedColumn | undefined) {
  if (!column)
    return { column, match: undefined, samples: [], unreadable: undefined, error: undefined };
  const { index } = column;
  return {
    column,
    match: inspection.matches[index],
    samples: inspection.samples[index]?.values.slice(0, SAMPLES) ?? [],
    unreadable: unreadable.get(index),
    error: errors.find((error) => error.index === index)?.message,
  };
}

function wordsOf(target: Target): { name: string; holds: string } | undefined {
  switch (target.kind) {
    case "attribute": {
      const place = [target.locale, target.channel, target.currency].filter(Boolean).join(", ");
      const type = TYPES[target.valueType];
      return { name: target.code, holds: place ? `${type}, ${place}` : type };
    }
    case "unit-of":
      return { name: target.code, holds: "its unit" };
    case "association":
      return { name: target.type, holds: `associated ${target.targets.replace("-", " ")}` };
    default:
      return undefined;
  }
}

export const TYPES = {
  text: "text",
  number: "number",
  boolean: "yes or no",
  price: "price",
  metric: "measurement",
  date: "date",
  list: "several",
} as const;
