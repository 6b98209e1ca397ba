import { z } from "zod";
import { headerErrors, skuErrors, typeErrors, unitErrors } from "./mapping-errors.ts";

/**
 * Which column of a file becomes what. Browser-safe: zod alone. Every column of the file is listed; only an explicit `ignore`
 * drops one.
 */
export type Mapping = z.infer<typeof Mapping>;
export type MappedColumn = Mapping["columns"][number];
export type Target = z.infer<typeof Target>;
export type ValueType = z.infer<typeof ValueType>;
export type FieldName = z.infer<typeof FieldName>;
export type AssociationKind = z.infer<typeof AssociationKind>;

/** Attribute and association codes, locales and channels name keys of stored objects: no `__proto__`, nothing hidden. */
const Code = z
  .string()
  .regex(
    /^[A-Za-z0-9][A-Za-z0-9_.-]{0,99}$/,
    "Letters, digits, underscore, point and hyphen, at most 100",
  );
const scope = { locale: Code.optional(), channel: Code.optional() };

export const FieldName = z.enum([
  "sku",
  "name",
  "family",
  "categories",
  "enabled",
  "parent",
  "groups",
]);
export const ValueType = z.enum(["text", "number", "boolean", "price", "metric", "date", "list"]);
export const AssociationKind = z.enum(["products", "groups", "product-models"]);

export const Target = z.discriminatedUnion("kind", [
  /** A name may say its locale; it is then kept as an attribute of that locale too. */
  z.object({ kind: z.literal("field"), field: FieldName, locale: Code.optional() }),
  z.object({
    kind: z.literal("attribute"),
    code: Code,
    ...scope,
    valueType: ValueType,
    /** Prices only: ISO 4217. */
    currency: z
      .string()
      .regex(/^[A-Z]{3}$/)
      .optional(),
    /** Metrics only: the unit of every value, where no column and no cell says one. */
    unit: Code.optional(),
  }),
  /** The unit of a metric attribute that another column holds. */
  z.object({ kind: z.literal("unit-of"), code: Code, ...scope }),
  z.object({ kind: z.literal("association"), type: Code, targets: AssociationKind }),
  z.object({ kind: z.literal("ignore") }),
]);

export const Mapping = z.object({
  version: z.literal(1),
  columns: z
    .array(
      z.object({ index: z.int().min(0).max(1999), header: z.string().max(255), target: Target }),
    )
    .min(1)
    .max(2000),
  onInvalid: z.enum(["skip-row", "refuse-file"]).default("skip-row"),
  decimalMark: z.enum(["auto", ".", ","]).default("auto"),
  dateOrder: z.enum(["auto", "day-first", "month-first"]).default("auto"),
});

/**
 * What is wrong with a mapping as a whole, by column; empty where it can be launched.
 * @param header of the file it is meant for: then every column has to be named, as the file names it
 */
export function checkMapping(mapping: Mapping, header?: readonly string[]): MappingError[] {
  return [
    ...skuErrors(mapping.columns),
    ...duplicateErrors(mapping.columns),
    ...unitErrors(mapping.columns),
    ...typeErrors(mapping.columns),
    ...(header ? headerErrors(mapping.columns, header) : []),
  ];
}

/** `index` is the column's, absent where none is at fault. */
export type MappingError = { index?: number; code: MappingErrorCode; message: string };
export type MappingErrorCode =
  | "sku-missing"
  | "target-twice"
  | "column-twice"
  | "unit-without-metric"
  | "unit-twice"
  | "currency-missing"
  | "column-missing"
  | "column-unknown";

/** The same for two targets that would write the same value; undefined for a column that writes none. */
export function targetKey(target: Target): string | undefined {
  if (target.kind === "ignore") return undefined;
  if (target.kind === "field") return `field ${target.field}`;
  if (target.kind === "association") return `association ${target.type} ${target.targets}`;
  const place = [target.code, target.locale ?? "", target.channel ?? ""].join(" ");
  return target.kind === "unit-of"
    ? `unit ${place}`
    : `attribute ${place} ${target.currency ?? ""}`;
}

/** The values that a file with this mapping decides on: an empty cell clears one of these, all others stay as they are. */
export function coverage(mapping: Mapping): Coverage {
  const targets = mapping.columns.map(({ target }) => target);
  const names = targets.filter((target) => target.kind === "field");
  return {
    fields: names.map(({ field }) => field),
    attributes: [
      ...targets.filter((target) => target.kind === "attribute"),
      ...names.flatMap(({ field, locale }) =>
        field === "name" && locale ? [{ code: "name", locale }] : [],
      ),
    ].map(({ code, locale, channel, currency }: AttributeKey) => ({
      code,
      locale,
      channel,
      currency,
    })),
    associations: targets
      .filter((target) => target.kind === "association")
      .map(({ type, targets: kind }) => ({ type, kind })),
  };
}

export type AttributeKey = { code: string; locale?: string; channel?: string; currency?: string };
export type Coverage = {
  fields: FieldName[];
  attributes: AttributeKey[];
  associations: { type: string; kind: AssociationKind }[];
};

function duplicateErrors(columns: Mapping["columns"]): MappingError[] {
  const errors: MappingError[] = [];
  const byTarget = new Map<string, MappedColumn>();
  const byIndex = new Set<number>();
  for (const column of columns) {
    if (byIndex.has(column.index))
      errors.push({
        index: column.index,
        code: "column-twice",
        message: `Column ${column.index + 1} is mapped twice.`,
      });
    byIndex.add(column.index);
    const key = targetKey(column.target);
    const first = key === undefined ? undefined : byTarget.get(key);
    if (first)
      errors.push({
        index: column.index,
        code: "target-twice",
        message: `“${column.header}” and “${first.header}” have the same target. Choose another one, or ignore one of them.`,
      });
    else if (key !== undefined) byTarget.set(key, column);
  }
  return errors;
}
