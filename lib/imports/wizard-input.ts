import { z } from "zod";
import { FieldName, Mapping, ValueType } from "./mapping.ts";
import type { MappingEdits } from "./mapping-edits.ts";

const Index = z.coerce.number().int().min(0).max(1999);
const Text = z.string().trim();
const OnInvalid = z.enum(["skip-row", "refuse-file"]);

/**
 * The form of the mapping: `field.sku` names a column, `col.7` is "keep" or "ignore", `type.7` how the column is read, `currency.7`
 * and `unit.7` what goes with it, `use` the columns that come back. What is not there stays as it is.
 */
export const MappingForm = z
  .looseObject({
    draftId: z.uuid(),
    /** What to do after keeping the choices. */
    go: z.enum(["keep", "check", "import", "next"]).catch("keep"),
    onInvalid: OnInvalid.optional().catch(undefined),
    use: z.preprocess((value) => [value ?? []].flat(), z.array(Index)).catch([]),
  })
  .transform(({ draftId, go, onInvalid, use, ...rest }, context) => {
    const edits = editsOf(rest, use, onInvalid);
    for (const [index, currency] of edits.currencies) {
      if (!/^[A-Z]{3}$/.test(currency))
        context.addIssue({
          code: "custom",
          path: [`currency.${index}`],
          message: `“${currency}” is no currency. Write its three letters, for instance EUR.`,
        });
    }
    for (const [index, unit] of edits.units) {
      if (!/^[A-Za-z0-9][A-Za-z0-9_.-]{0,99}$/.test(unit))
        context.addIssue({
          code: "custom",
          path: [`unit.${index}`],
          message: `“${unit}” is no code of a unit. Write for instance GRAM or CENTIMETER.`,
        });
    }
    return { draftId, go, edits };
  });

export const FormatForm = z.object({
  draftId: z.uuid(),
  delimiter: z.enum([",", ";", "\t", "|"]),
  decimalMark: Mapping.shape.decimalMark,
  dateOrder: Mapping.shape.dateOrder,
});

export type FormatInput = z.output<typeof FormatForm>;

function editsOf(
  form: Record<string, unknown>,
  use: number[],
  onInvalid: MappingEdits["onInvalid"],
): MappingEdits & {
  types: Map<number, ValueType>;
  currencies: Map<number, string>;
  units: Map<number, string>;
} {
  const edits = {
    fields: {} as MappingEdits["fields"],
    use: new Map(use.map((index) => [index, true])),
    types: new Map<number, ValueType>(),
    currencies: new Map<number, string>(),
    units: new Map<number, string>(),
    onInvalid,
  };
  for (const [key, raw] of Object.entries(form)) {
    const [kind, name = ""] = key.split(".");
    const text = Text.safeParse(raw).data ?? "";
    const field = kind === "field" ? FieldName.safeParse(name).data : undefined;
    if (field) edits.fields[field] = text === "" ? null : (Index.safeParse(text).data ?? null);
    const index = Index.safeParse(name).data;
    if (index === undefined || name === "") continue;
    const type = kind === "type" ? ValueType.safeParse(text).data : undefined;
    if (kind === "col" && text === "ignore") edits.use.set(index, false);
    if (type) edits.types.set(index, type);
    if (kind === "currency" && text !== "") edits.currencies.set(index, text.toUpperCase());
    if (kind === "unit" && text !== "") edits.units.set(index, text);
  }
  return edits;
}

const one = (value: unknown) => (Array.isArray(value) ? value[0] : value);

/** What the wizard's address says: the step, and on the mapping which rows are shown. */
export const WizardInput = z.object({
  step: z.preprocess(one, z.enum(["format", "mapping", "check", "launch"])).catch("mapping"),
  q: z
    .preprocess(one, z.string())
    .catch("")
    .transform((value) => value.trim().slice(0, 100)),
  /** Only the rows that need a look. */
  look: z.preprocess((value) => one(value) === "1", z.boolean()),
});
