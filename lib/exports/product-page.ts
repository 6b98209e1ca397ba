import { sql } from "drizzle-orm";
import { read } from "../access/transact.ts";
import type { Viewer } from "../access/viewer.ts";
import type { ProductContent } from "../products/content.ts";
import { filtered, type ProductFilter } from "./product-filter.ts";

export type ExportedProduct = ProductContent & {
  skuKey: string;
  /** In the order in which they were given. */
  associations: Array<{ type: string; targetKind: string; target: string }>;
};

/** The next `limit` products after a key, by key. */
export function productPage(
  viewer: Viewer,
  filter: ProductFilter,
  after: string,
  limit: number,
): Promise<ExportedProduct[]> {
  return read(viewer, async (tx) => {
    const rows = await tx.execute<ExportedProduct>(sql`
      select p.sku_key as "skuKey", p.sku, p.name, p.family, p.categories, p.enabled, p.parent, p.groups, p.attributes,
        coalesce((select json_agg(json_build_object('type', a.type, 'targetKind', a.target_kind, 'target', a.target)
          order by a.position) from product_associations a where a.product_id = p.id), '[]') as associations
      from products p where ${filtered(filter)} and sku_key > ${after} order by sku_key limit ${limit}`);
    return [...rows];
  });
}
