import { sql } from "drizzle-orm";
import { read } from "../access/transact.ts";
import type { Viewer } from "../access/viewer.ts";
import type { Found, Within } from "./within.ts";

export type Orphan = { code: string; parent: string };

/** Locations of a warehouse whose parent it does not have. */
export function findMissingParents(viewer: Viewer, at: Within): Promise<Found<Orphan>> {
  return read(viewer, async (tx) => {
    const [row] = await tx.execute<Found<Orphan>>(sql`
      with own as (select * from locations where domain_id = ${at.domainId} and warehouse_id = ${at.warehouseId}),
      orphans as (
        select code, parent from own l where parent_key is not null
          and not exists (select 1 from own p where p.code_key = l.parent_key)
      )
      select (select count(*) from own)::int as "checkedCount", (select count(*) from orphans)::int as "faultCount",
        (select coalesce(json_agg(o), '[]') from (select * from orphans order by code limit ${at.limit}) o) as faults`);
    return row as Found<Orphan>;
  });
}
