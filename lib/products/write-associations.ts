import { sql } from "drizzle-orm";
import { can, type Viewer } from "../access/viewer.ts";
import type { Tx } from "../platform/db.ts";
import { forbidden } from "../text/refusal.ts";
import { skuKey } from "./sku-key.ts";

export type AssociationKind = "products" | "groups" | "product-models";

/** What one row of a file says about its product's associations, in the file's order. */
export type AssociationChange = {
  sku: string;
  links: ReadonlyArray<{ type: string; kind: AssociationKind; target: string }>;
};

export type AssociationInput = {
  domainId: string;
  changes: readonly AssociationChange[];
  /** The types that the file has columns for; associations of other types stay as they are. */
  covered: ReadonlyArray<{ type: string; kind: AssociationKind }>;
  dryRun: boolean;
};

/**
 * `stored`: how many the products have now, of the covered types. `missing`: how many of them name a product that is not there;
 * a dry run does not look.
 */
export type AssociationCounts = { stored: number; added: number; removed: number; missing: number };

/**
 * Makes the associations of a chunk of products what the file says, in the caller's transaction. Targets are kept as the file
 * names them; a product of that number may come later or never. A dry run counts what would be stored.
 * Throws Refusal `forbidden`.
 */
export async function writeAssociations(
  tx: Tx,
  viewer: Viewer,
  { domainId, changes, covered, dryRun }: AssociationInput,
): Promise<AssociationCounts> {
  if (!can(viewer, "imports.start", domainId)) throw forbidden("imports.start");
  const links = JSON.stringify(changes.flatMap(rowsOf));
  const stored = (JSON.parse(links) as unknown[]).length;
  if (dryRun || changes.length === 0) return { stored, added: 0, removed: 0, missing: 0 };
  const keys = JSON.stringify(changes.map((change) => skuKey(change.sku)));
  const removed = await tx.execute(sql`
    with given as (select sku_key, type, kind, target from ${recordset(links)})
    delete from product_associations a using products p
    where p.domain_id = ${domainId} and p.sku_key = any (array(select jsonb_array_elements_text(${keys}::jsonb)))
      and a.product_id = p.id
      and (a.type, a.target_kind) in (select c.type, c.kind from json_to_recordset(${JSON.stringify(covered)}::json) as c (type text, kind text))
      and not exists (select 1 from given g where g.sku_key = p.sku_key and g.type = a.type and g.kind = a.target_kind and g.target = a.target)`);
  const added = await tx.execute<{ added: boolean }>(sql`
    insert into product_associations (product_id, domain_id, type, target_kind, target, position)
    select p.id, ${domainId}, g.type, g.kind, g.target, g.position from ${recordset(links)}
    join products p on p.domain_id = ${domainId} and p.sku_key = g.sku_key
    order by p.sku_key, g.position
    on conflict (product_id, type, target_kind, target) do update set position = excluded.position
      where product_associations.position <> excluded.position
    returning (xmax = 0) as added`);
  const missing = await countMissing(tx, domainId, links);
  return {
    stored,
    added: added.filter((row) => row.added).length,
    removed: removed.count,
    missing,
  };
}

async function countMissing(tx: Tx, domainId: string, links: string): Promise<number> {
  const [row] = await tx.execute<{ missing: number }>(sql`
    select count(*)::int as missing from ${recordset(links)}
    where g.kind = 'products'
      and not exists (select 1 from products p where p.domain_id = ${domainId} and p.sku_key = g.target_key)`);
  return row?.missing ?? 0;
}

const recordset = (links: string) =>
  sql`json_to_recordset(${links}::json) as g (sku_key text, type text, kind text, target text, target_key text, position int)`;

/** A target that a cell names twice counts once, at its first place. */
function rowsOf({ sku, links }: AssociationChange) {
  const seen = new Set<string>();
  return links.flatMap(({ type, kind, target }, position) => {
    const key = [type, kind, target].join("\u0000");
    if (seen.has(key)) return [];
    seen.add(key);
    return [{ sku_key: skuKey(sku), type, kind, target, target_key: skuKey(target), position }];
  });
}
