import type { ProductRow } from "#lib/imports/check-row.ts";
import type { Coverage } from "#lib/imports/mapping.ts";
import type { ProductChange } from "#lib/products/content.ts";
import type { AssociationChange } from "#lib/products/write-associations.ts";

/** What a row changes: only the fields that the file has columns for. An empty cell empties its field. */
export function asChange(row: ProductRow, { fields }: Coverage): ProductChange {
  const { sku, name, family, categories, enabled, parent, groups, attributes } = row;
  const has = new Set(fields);
  return {
    sku,
    attributes,
    ...(has.has("name") && { name }),
    ...(has.has("family") && { family }),
    ...(has.has("categories") && { categories }),
    ...(has.has("parent") && { parent }),
    ...(has.has("groups") && { groups }),
    // A product is enabled or it is not: an empty cell says neither.
    ...(enabled !== null && { enabled }),
  };
}

export const asLinks = ({ sku, associations }: ProductRow): AssociationChange => ({
  sku,
  links: associations.flatMap(({ type, kind, targets }) =>
    targets.map((target) => ({ type, kind, target })),
  ),
});
