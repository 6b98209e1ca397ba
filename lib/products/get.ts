import { and, asc, eq, inArray, sql } from "drizzle-orm";
import { type AttributeValue, productAssociations, products } from "#drizzle/schema/data.ts";
import { runs } from "#drizzle/schema/runs.ts";
import { read } from "../access/transact.ts";
import type { Viewer } from "../access/viewer.ts";
import { visibleTo, visibleWith } from "../access/visible.ts";
import type { Tx } from "../platform/db.ts";
import { notFound } from "../text/refusal.ts";
import { skuKey } from "./sku-key.ts";
import type { AssociationKind } from "./write-associations.ts";

export type ProductDetail = {
  id: string;
  sku: string;
  name: string | null;
  family: string | null;
  categories: string[];
  enabled: boolean;
  /** What its file calls its parent, with the product of that number where there is one. */
  parent: Reference | null;
  groups: string[];
  domain: string;
  /** By code, in order; each with its values by locale, channel and currency. */
  attributes: Array<{ code: string; values: AttributeValue[] }>;
  associations: Association[];
  createdAt: Date;
  updatedAt: Date;
  createdBy: WritingRun | null;
  updatedBy: WritingRun | null;
};

/** `productId` is null while there is no such product in the domain. */
export type Reference = { target: string; productId: string | null };
export type Association = { type: string; kind: AssociationKind; targets: Reference[] };

/** `title` is null for a run that the viewer may not see, or that is gone. */
export type WritingRun = { runId: number; title: string | null };

/** A product with all that its files said. Throws Refusal `not-found`. */
export function getProduct(viewer: Viewer, id: string): Promise<ProductDetail> {
  return read(viewer, async (tx) => {
    const seen = visibleWith(viewer, "products.view", products.domainId);
    const [row] = await tx
      .select()
      .from(products)
      .where(and(eq(products.id, id), seen));
    if (!row) throw notFound("This product");
    const links = await linksOf(tx, row.id);
    const targets = [...links.flatMap((link) => link.target), ...(row.parent ? [row.parent] : [])];
    const known = await productsBySku(tx, row.domainId, targets);
    const reference = (target: string) => ({
      target,
      productId: known.get(skuKey(target)) ?? null,
    });
    const titles = await runTitles(tx, viewer, [row.createdByRun, row.updatedByRun]);
    const writer = (runId: number | null) =>
      runId === null ? null : { runId, title: titles.get(runId) ?? null };
    return {
      id: row.id,
      sku: row.sku,
      name: row.name,
      family: row.family,
      categories: row.categories,
      enabled: row.enabled,
      groups: row.groups,
      parent: row.parent === null ? null : reference(row.parent),
      domain: viewer.domains.find((domain) => domain.id === row.domainId)?.name ?? "",
      attributes: byCode(row.attributes),
      associations: grouped(links, reference),
      createdAt: row.createdAt,
      updatedAt: row.updatedAt,
      createdBy: writer(row.createdByRun),
      updatedBy: writer(row.updatedByRun),
    };
  });
}

type Link = { type: string; kind: AssociationKind; target: string };

function linksOf(tx: Tx, productId: string): Promise<Link[]> {
  const { type, targetKind: kind, target, position } = productAssociations;
  return tx
    .select({ type, kind, target })
    .from(productAssociations)
    .where(eq(productAssociations.productId, productId))
    .orderBy(asc(type), asc(kind), asc(position));
}

async function productsBySku(
  tx: Tx,
  domainId: string,
  skus: string[],
): Promise<Map<string, string>> {
  if (skus.length === 0) return new Map();
  const keys = JSON.stringify([...new Set(skus.map(skuKey))]);
  const rows = await tx
    .select({ id: products.id, key: products.skuKey })
    .from(products)
    .where(
      and(
        eq(products.domainId, domainId),
        sql`${products.skuKey} = any (array(select jsonb_array_elements_text(${keys}::jsonb)))`,
      ),
    );
  return new Map(rows.map((row) => [row.key, row.id]));
}

async function runTitles(
  tx: Tx,
  viewer: Viewer,
  ids: Array<number | null>,
): Promise<Map<number, string>> {
  const given = ids.filter((id) => id !== null);
  if (given.length === 0) return new Map();
  const rows = await tx
    .select({ id: runs.id, title: runs.title })
    .from(runs)
    .where(and(inArray(runs.id, given), visibleTo(viewer, runs)));
  return new Map(rows.map((row) => [row.id, row.title]));
}

function byCode(attributes: Record<string, AttributeValue[]>): ProductDetail["attributes"] {
  const codes = Object.keys(attributes).toSorted((a, b) => a.localeCompare(b, "en"));
  return codes.map((code) => ({ code, values: (attributes[code] ?? []).toSorted(byPlace) }));
}

function byPlace(a: AttributeValue, b: AttributeValue): number {
  const place = ({ channel = "", locale = "", currency = "" }: AttributeValue) =>
    [channel, locale, currency].join("\u0000");
  return place(a) < place(b) ? -1 : 1;
}

function grouped(links: Link[], reference: (target: string) => Reference): Association[] {
  const groups = new Map<string, Association>();
  for (const { type, kind, target } of links) {
    const key = `${type} ${kind}`;
    const group = groups.get(key) ?? { type, kind, targets: [] };
    group.targets.push(kind === "products" ? reference(target) : { target, productId: null });
    groups.set(key, group);
  }
  return [...groups.values()];
}
