import { sql } from "drizzle-orm";
import { read } from "../access/transact.ts";
import type { Viewer } from "../access/viewer.ts";

export type CountsPart = {
  domainId: string;
  warehouseId: string;
  /** The last product and location that were looked at; two times "" begins. */
  after: readonly [skuKey: string, locationKey: string];
  limit: number;
};

export type CountFault = {
  code: "negative-stock" | "over-reserved";
  sku: string;
  location: string;
  quantity: number;
  reserved: number;
};

export type CheckedCounts = {
  checkedCount: number;
  faults: CountFault[];
  /** Null where nothing was left. */
  last: [string, string] | null;
};

/** Looks through the next part of a warehouse's stock for counts that can't be: less than nothing, or more promised than there is. */
export function checkCounts(viewer: Viewer, part: CountsPart): Promise<CheckedCounts> {
  const [skuKey, locationKey] = part.after;
  return read(viewer, async (tx) => {
    const [row] = await tx.execute<CheckedCounts>(sql`
      with part as materialized (
        select * from stock where domain_id = ${part.domainId} and warehouse_id = ${part.warehouseId}
          and (sku_key, location_key) > (${skuKey}, ${locationKey}) order by sku_key, location_key limit ${part.limit}
      ), faults as (
        select *, case when quantity < 0 then 'negative-stock' else 'over-reserved' end as code
        from part where quantity < 0 or reserved > quantity
      )
      select (select count(*) from part)::int as "checkedCount",
        (select json_build_array(sku_key, location_key) from part order by sku_key desc, location_key desc limit 1) as last,
        (select coalesce(json_agg(json_build_object('code', code, 'sku', sku, 'location', location, 'quantity', quantity,
          'reserved', reserved) order by sku_key, location_key), '[]') from faults) as faults`);
    return row as CheckedCounts;
  });
}
