import { sql } from "drizzle-orm";
import { read } from "../access/transact.ts";
import type { Viewer } from "../access/viewer.ts";
import { HAS } from "./expected-of.ts";

export type IncompletePart = {
  domainId: string;
  family: string;
  expected: readonly string[];
  /** The last key that was looked at; "" begins. */
  after: string;
  limit: number;
};

export type Incomplete = { sku: string; missing: string[] };

export type FoundIncomplete = {
  checkedCount: number;
  incomplete: Incomplete[];
  /** Null where nothing was left. */
  last: string | null;
};

/** Compares the next products of a family with what is expected of them; answers those that lack something, and what. */
export function findIncomplete(viewer: Viewer, part: IncompletePart): Promise<FoundIncomplete> {
  const expected = sql`array(select jsonb_array_elements_text(${JSON.stringify(part.expected)}::jsonb))`;
  return read(viewer, async (tx) => {
    const [row] = await tx.execute<FoundIncomplete>(sql`
      with part as materialized (
        select sku, sku_key, attributes, name, categories from products
        where domain_id = ${part.domainId} and family = ${part.family} and enabled and sku_key > ${part.after}
        order by sku_key limit ${part.limit}
      ), judged as (
        select sku, sku_key, array(select unnest(${expected}) except ${HAS} order by 1) as missing from part
      )
      select (select count(*) from part)::int as "checkedCount", (select max(sku_key) from part) as last,
        (select coalesce(json_agg(json_build_object('sku', sku, 'missing', missing) order by sku_key), '[]')
          from judged where cardinality(missing) > 0) as incomplete`);
    return row as FoundIncomplete;
  });
}
