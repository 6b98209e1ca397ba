import { sql } from "drizzle-orm";
import { read } from "../access/transact.ts";
import type { Viewer } from "../access/viewer.ts";

export type LevelsPart = {
  domainId: string;
  warehouseId: string;
  /** The last key that was looked at; "" begins. */
  after: string;
  limit: number;
  /** Falls short below the minimum and so many percent of it. */
  marginPercent: number;
};

export type LevelFault = {
  code: "out-of-stock" | "low-stock" | "product-unknown";
  sku: string;
  minimum: number;
  /** What lies there and is promised to nobody. */
  available: number;
};

export type CheckedLevels = {
  checkedCount: number;
  /** Of products that are switched off: nobody orders them. */
  skippedCount: number;
  faults: LevelFault[];
  /** The last key of this part; null where nothing was left. */
  last: string | null;
};

/** Compares the next part of a warehouse's minimums with what is available, over all locations; answers those that fall short. */
export function checkLevels(viewer: Viewer, part: LevelsPart): Promise<CheckedLevels> {
  return read(viewer, async (tx) => {
    const [row] = await tx.execute<CheckedLevels>(sql`
      with part as materialized (
        select m.sku_key, m.sku, m.minimum, p.id is not null as known, coalesce(p.enabled, true) as sold
        from (select * from stock_minimums where domain_id = ${part.domainId} and warehouse_id = ${part.warehouseId}
          and sku_key > ${part.after} order by sku_key limit ${part.limit}) m
        left join products p on p.domain_id = ${part.domainId} and p.sku_key = m.sku_key
      ), held as materialized (
        select sku_key, sum(quantity - reserved) as available from stock
        where warehouse_id = ${part.warehouseId} and sku_key > ${part.after} and sku_key <= (select max(sku_key) from part)
        group by sku_key
      ), judged as (
        select part.*, coalesce(available, 0) as available, case when not known then 'product-unknown'
          when coalesce(available, 0) <= 0 then 'out-of-stock' else 'low-stock' end as code
        from part left join held using (sku_key) where sold
      ), faults as (
        select * from judged where not known or available < minimum * (1 + ${part.marginPercent}::int / 100.0)
      )
      select (select count(*) from part)::int as "checkedCount", (select count(*) from part where not sold)::int as "skippedCount",
        (select max(sku_key) from part) as last,
        (select coalesce(json_agg(json_build_object('code', code, 'sku', sku, 'minimum', minimum, 'available', available)
          order by sku_key), '[]') from faults) as faults`);
    return row as CheckedLevels;
  });
}
