import { sql } from "drizzle-orm";
import { read } from "../access/transact.ts";
import type { Viewer } from "../access/viewer.ts";
import type { Found, Within } from "./within.ts";

/** Codes that differ only in blanks, case or how accents are composed. */
export type LookAlike = { codes: string[] };

/** Locations of a warehouse that nobody can tell apart by their codes. */
export function findLookAlikes(viewer: Viewer, at: Within): Promise<Found<LookAlike>> {
  return read(viewer, async (tx) => {
    const [row] = await tx.execute<Found<LookAlike>>(sql`
      with own as (select * from locations where domain_id = ${at.domainId} and warehouse_id = ${at.warehouseId}),
      alike as (select code_key, array_agg(code order by code) as codes from own group by code_key having count(*) > 1)
      select (select count(*) from own)::int as "checkedCount", (select count(*) from alike)::int as "faultCount",
        (select coalesce(json_agg(json_build_object('codes', codes)), '[]')
          from (select * from alike order by code_key limit ${at.limit}) a) as faults`);
    return row as Found<LookAlike>;
  });
}
