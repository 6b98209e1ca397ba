import { sql } from "drizzle-orm";
import { read } from "../access/transact.ts";
import type { Viewer } from "../access/viewer.ts";

export type FamilySize = { family: string; productCount: number };

/** The next `limit` families of a domain from one on, by name, with how many of their products are switched on. */
export function nextFamilies(
  viewer: Viewer,
  domainId: string,
  from: { family: string; inclusive: boolean },
  limit: number,
): Promise<FamilySize[]> {
  const beyond = from.inclusive ? sql`>=` : sql`>`;
  return read(viewer, async (tx) => {
    const rows = await tx.execute<FamilySize>(sql`
      select family, count(*)::int as "productCount" from products
      where domain_id = ${domainId} and enabled and family <> '' and family ${beyond} ${from.family}
      group by family order by family limit ${limit}`);
    return [...rows];
  });
}

/** How many products that are switched on have a family, and how many have none. */
export function countByFamily(
  viewer: Viewer,
  domainId: string,
): Promise<{ within: number; without: number }> {
  return read(viewer, async (tx) => {
    const [row] = await tx.execute<{ within: number; without: number }>(sql`
      select count(*) filter (where family <> '')::int as within, count(*) filter (where coalesce(family, '') = '')::int as without
      from products where domain_id = ${domainId} and enabled`);
    return row as { within: number; without: number };
  });
}
