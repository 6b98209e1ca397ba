import { sql } from "drizzle-orm";
import { read } from "../access/transact.ts";
import type { Viewer } from "../access/viewer.ts";
import type { UsedAssociation, UsedSlot } from "./export-columns.ts";
import { filtered, type ProductFilter } from "./product-filter.ts";

export type SurveyedPart = {
  productCount: number;
  slots: UsedSlot[];
  /** Null where nothing was left. */
  last: string | null;
};

/** Says in which places the next `limit` products after a key have values. */
export function surveyProducts(
  viewer: Viewer,
  filter: ProductFilter,
  after: string,
  limit: number,
): Promise<SurveyedPart> {
  return read(viewer, async (tx) => {
    const [row] = await tx.execute<SurveyedPart>(sql`
      with part as materialized (
        select sku_key, attributes from products where ${filtered(filter)} and sku_key > ${after} order by sku_key limit ${limit}
      ), places as (
        select a.key as code, v.value ->> 'locale' as locale, v.value ->> 'channel' as channel, v.value ->> 'currency' as currency,
          bool_or(v.value ? 'unit') as "hasUnit"
        from part, jsonb_each(attributes) a, jsonb_array_elements(a.value) v group by 1, 2, 3, 4
      )
      select (select count(*) from part)::int as "productCount", (select max(sku_key) from part) as last,
        (select coalesce(json_agg(places), '[]') from places) as slots`);
    return row as SurveyedPart;
  });
}

/** The kinds of associations that a domain's products have. */
export function surveyAssociations(viewer: Viewer, domainId: string): Promise<UsedAssociation[]> {
  return read(viewer, async (tx) => {
    const rows = await tx.execute<UsedAssociation>(sql`
      select distinct type, target_kind as "targetKind" from product_associations where domain_id = ${domainId}`);
    return [...rows];
  });
}
