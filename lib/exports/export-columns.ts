/** A column of an export of products. Its header is one that the import understands. */
export type ExportColumn = { header: string } & (
  | { kind: "field"; field: Field }
  /** `isNumber`: prices and measures, which a spreadsheet may take for numbers. */
  | ({ kind: "attribute"; currency: string | null; isNumber: boolean } & Place)
  | ({ kind: "unit" } & Place)
  | { kind: "association"; type: string; targetKind: string }
);

export type Field = (typeof FIELDS)[number];
export type Place = { code: string; locale: string | null; channel: string | null };

/** A place in which at least one product has a value. */
export type UsedSlot = Place & { currency: string | null; hasUnit: boolean };
export type UsedAssociation = { type: string; targetKind: string };

const FIELDS = ["sku", "name", "family", "categories", "enabled", "parent", "groups"] as const;

/** The columns for what the products have, in an order that does not depend on theirs. */
export function exportColumns(
  slots: readonly UsedSlot[],
  associations: readonly UsedAssociation[],
): ExportColumn[] {
  return [
    ...FIELDS.map((field) => ({ header: field, kind: "field" as const, field })),
    ...slots.toSorted(byHeader(slotHeader)).flatMap(slotColumns),
    ...associations.toSorted(byHeader(associationHeader)).map((used) => ({
      header: associationHeader(used),
      kind: "association" as const,
      ...used,
    })),
  ];
}

function slotColumns({ hasUnit, currency, ...place }: UsedSlot): ExportColumn[] {
  const isNumber = hasUnit || currency !== null;
  const header = slotHeader({ ...place, currency });
  const value: ExportColumn = { header, kind: "attribute", currency, isNumber, ...place };
  return hasUnit ? [value, { header: `${header}-unit`, kind: "unit", ...place }] : [value];
}

/** `code-locale-channel-currency`, each part where it applies. */
const slotHeader = ({ code, locale, channel, currency }: Omit<UsedSlot, "hasUnit">) =>
  [code, locale, channel, currency].filter(Boolean).join("-");

const associationHeader = ({ type, targetKind }: UsedAssociation) =>
  `${type}-${targetKind.replace("-", "_")}`;

const byHeader =
  <T>(header: (item: T) => string) =>
  (a: T, b: T) =>
    header(a) < header(b) ? -1 : 1;
