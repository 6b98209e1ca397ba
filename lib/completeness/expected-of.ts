import { sql } from "drizzle-orm";
import { read } from "../access/transact.ts";
import type { Viewer } from "../access/viewer.ts";

export type ExpectedOf = {
  domainId: string;
  family: string;
  /** What so many percent of the family's products have is expected of all of them. */
  percent: number;
};

/** What a product has: the codes of its attributes, and name and categories where it has any. */
export const HAS = sql`(select jsonb_object_keys(attributes) union select 'name' where name is not null
  union select 'categories' where cardinality(categories) > 0)`;

/** What most products of a family have, sorted. */
export function expectedOf(
  viewer: Viewer,
  { domainId, family, percent }: ExpectedOf,
): Promise<string[]> {
  return read(viewer, async (tx) => {
    const rows = await tx.execute<{ code: string }>(sql`
      with own as materialized (
        select attributes, name, categories from products where domain_id = ${domainId} and family = ${family} and enabled
      )
      select code from own, lateral ${HAS} has (code) group by code
      having count(*) * 100 >= ${percent}::int * (select count(*) from own) order by code`);
    return rows.map((row) => row.code);
  });
}
