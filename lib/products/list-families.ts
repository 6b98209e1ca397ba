import { sql } from "drizzle-orm";
import { read } from "../access/transact.ts";
import type { Viewer } from "../access/viewer.ts";
import { domainIdsOf } from "./matching.ts";

/** More families than fit into a list to choose from are reached by the search. */
const FAMILIES_MAX = 500;

/** The families that products of the viewer's domains (or of the one named) belong to, in order. */
export function listFamilies(viewer: Viewer, domain?: string): Promise<string[]> {
  const ids = domainIdsOf(viewer, domain);
  if (ids.length === 0) return Promise.resolve([]);
  return read(viewer, async (tx) => {
    // Hops from family to family along the index: "distinct" would read every product.
    const rows = await tx.execute<{ family: string }>(sql`
      with recursive asked(domain_id) as (select jsonb_array_elements_text(${JSON.stringify(ids)}::jsonb)::uuid),
      hop(domain_id, family) as (
        select domain_id, (select p.family from products p where p.domain_id = asked.domain_id and p.family is not null
          order by p.family limit 1) from asked
        union all
        select domain_id, (select p.family from products p where p.domain_id = hop.domain_id and p.family > hop.family
          order by p.family limit 1) from hop where hop.family is not null
      )
      select distinct family from hop where family is not null order by family limit ${FAMILIES_MAX}`);
    return rows.map((row) => row.family);
  });
}
