import { sql } from "drizzle-orm";
import { read } from "../access/transact.ts";
import type { Viewer } from "../access/viewer.ts";
import { cyclesAmong, type Cycle, type Link } from "./cycles-among.ts";
import type { Found, Within } from "./within.ts";

/** More than these are not followed up: then a whole warehouse hangs in a cycle, and some of it tells enough. */
const FOLLOWED_MAX = 200_000;

/**
 * Locations of a warehouse that are, over some generations, their own parents. The database walks down from those that have no
 * parent; what it does not reach is in a cycle or beneath one.
 */
export async function findCycles(viewer: Viewer, at: Within): Promise<Found<Cycle>> {
  const here = sql`domain_id = ${at.domainId} and warehouse_id = ${at.warehouseId}`;
  const { checkedCount, links } = await read(viewer, async (tx) => {
    const rows = await tx.execute<Link>(sql`
      with recursive reached (code_key) as (
        select code_key from locations o where ${here} and (parent_key is null
          or not exists (select 1 from locations p where p.warehouse_id = ${at.warehouseId} and p.code_key = o.parent_key))
        union
        select o.code_key from reached join locations o on o.warehouse_id = ${at.warehouseId} and o.parent_key = reached.code_key
      )
      select code, code_key as key, parent_key as "parentKey" from locations o
      where ${here} and not exists (select 1 from reached where reached.code_key = o.code_key) limit ${FOLLOWED_MAX}`);
    const [all] = await tx.execute<{ count: number }>(
      sql`select count(*)::int as count from locations where ${here}`,
    );
    return { checkedCount: all?.count ?? 0, links: [...rows] };
  });
  const cycles = cyclesAmong(links);
  return { checkedCount, faultCount: cycles.length, faults: cycles.slice(0, at.limit) };
}
