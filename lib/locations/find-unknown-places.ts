import { sql } from "drizzle-orm";
import { read } from "../access/transact.ts";
import type { Viewer } from "../access/viewer.ts";
import type { Found, Within } from "./within.ts";

/** A place that stock names and the warehouse does not have. */
export type UnknownPlace = { location: string; productCount: number; quantity: number };

/** Stock of a warehouse in locations that it does not have, by location. */
export function findUnknownPlaces(viewer: Viewer, at: Within): Promise<Found<UnknownPlace>> {
  return read(viewer, async (tx) => {
    const [row] = await tx.execute<Found<UnknownPlace>>(sql`
      with own as (select * from stock where domain_id = ${at.domainId} and warehouse_id = ${at.warehouseId}),
      unknown as (
        select location_key, min(location) as location, count(*)::int as "productCount", sum(quantity)::float8 as quantity from own s
        where not exists (select 1 from locations l where l.warehouse_id = s.warehouse_id and l.code_key = s.location_key)
        group by location_key
      )
      select (select count(*) from own)::int as "checkedCount", (select count(*) from unknown)::int as "faultCount",
        (select coalesce(json_agg(u), '[]') from (select location, "productCount", quantity from unknown
          order by location_key limit ${at.limit}) u) as faults`);
    return row as Found<UnknownPlace>;
  });
}
