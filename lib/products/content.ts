import { hash } from "node:crypto";
import type { AttributeValue } from "#drizzle/schema/data.ts";

/** All that a product says; what its hash covers. */
export type ProductContent = {
  sku: string;
  name: string | null;
  family: string | null;
  categories: string[];
  enabled: boolean;
  parent: string | null;
  groups: string[];
  attributes: Attributes;
};

export type Attributes = Record<string, AttributeValue[]>;

/** One row of a file, read: only the fields that the file has columns for; an empty cell empties its field. */
export type ProductChange = Pick<ProductContent, "sku"> &
  Partial<Omit<ProductContent, "sku" | "attributes">> & {
    /** Values that were given. What is given nowhere but has a column is in `Columns.slots`. */
    attributes: Attributes;
  };

/** Where an attribute's value stands: the same code can hold one value per locale, channel and currency. */
export type Slot = { code: string; locale?: string; channel?: string; currency?: string };

/** What a product that the file names for the first time begins with. */
const EMPTY: Omit<ProductContent, "sku"> = {
  name: null,
  family: null,
  categories: [],
  enabled: true,
  parent: null,
  groups: [],
  attributes: {},
};

/**
 * The product after a row was applied to it: fields and slots without a column stay as they are.
 * @param slots those of the attributes that the file has columns for, by `slotKey`
 */
export function applyChange(
  before: ProductContent | undefined,
  change: ProductChange,
  slots: ReadonlySet<string>,
): ProductContent {
  const { attributes, ...fields } = change;
  const known = before ?? { sku: change.sku, ...EMPTY };
  return { ...known, ...fields, attributes: merged(known.attributes, attributes, slots) };
}

/** SHA-256 of all of it, the same whatever order the values came in. */
export function contentHash(content: ProductContent): string {
  const { sku, name, family, categories, enabled, parent, groups, attributes } = content;
  return hash(
    "sha256",
    JSON.stringify([sku, name, family, categories, enabled, parent, groups, ordered(attributes)]),
  );
}

export const slotKey = ({ code, locale = "", channel = "", currency = "" }: Slot) =>
  `${code}\u0000${locale}\u0000${channel}\u0000${currency}`;

function merged(before: Attributes, given: Attributes, slots: ReadonlySet<string>): Attributes {
  const kept = Object.entries(before).flatMap(([code, values]) => {
    const left = values.filter((value) => !slots.has(slotKey({ code, ...value })));
    return left.length > 0 ? [[code, left] as const] : [];
  });
  if (kept.length === 0) return given;
  const all = new Map(kept);
  for (const [code, values] of Object.entries(given))
    all.set(code, [...(all.get(code) ?? []), ...values]);
  return Object.fromEntries(all);
}

function ordered(attributes: Attributes): unknown[] {
  return Object.keys(attributes)
    .toSorted()
    .map((code) => [code, ...inOrder((attributes[code] ?? []).map(asList))]);
}

const asList = ({ locale = "", channel = "", currency = "", unit = "", value }: AttributeValue) =>
  [locale, channel, currency, unit, value] as const;

/** Nearly all attributes have one value. */
const inOrder = (values: ReturnType<typeof asList>[]) =>
  values.length > 1 ? values.toSorted(byPlace) : values;

function byPlace(a: ReturnType<typeof asList>, b: ReturnType<typeof asList>): number {
  for (const at of [0, 1, 2] as const) if (a[at] !== b[at]) return a[at] < b[at] ? -1 : 1;
  return 0;
}
