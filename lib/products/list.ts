import { and, asc, desc, sql, type SQL } from "drizzle-orm";
import type { AttributeValue } from "#drizzle/schema/data.ts";
import { products } from "#drizzle/schema/data.ts";
import { read } from "../access/transact.ts";
import type { Viewer } from "../access/viewer.ts";
import { cursorOf, type Cursor } from "./cursor.ts";
import type { PageSize, ProductFilters } from "./list-input.ts";
import { domainIdsOf, matching } from "./matching.ts";

export type ProductRow = {
  id: string;
  sku: string;
  name: string | null;
  family: string | null;
  categories: string[];
  enabled: boolean;
  domain: string;
  prices: AttributeValue[];
  updatedAt: Date;
};

export type ProductPage = {
  rows: ProductRow[];
  /** Cursors for `before` and `after`; null where there is nothing. */
  previous: string | null;
  next: string | null;
  /** How many match, counted to `COUNT_CAP`. */
  count: number;
  /** How many there are without search and filters, counted likewise. */
  allCount: number;
};

/** Beyond this a list says "10,000+": counting on would cost more than the list itself. */
export const COUNT_CAP = 10_000;

/**
 * One page of the products that the viewer may see, by article number within each domain, or in one domain by what was
 * changed last.
 */
export function listProducts(
  viewer: Viewer,
  filters: ProductFilters,
  size: PageSize,
): Promise<ProductPage> {
  return read(viewer, async (tx) => {
    const oneDomain = domainIdsOf(viewer, filters.domain).length === 1;
    const order: Order = filters.sort === "updated" && oneDomain ? "updated" : "sku";
    const where = matching(viewer, filters);
    const backwards = filters.before !== undefined;
    const cursor = cursorOf(filters.before ?? filters.after, order);
    const found = await tx
      .select(shown)
      .from(products)
      .where(and(where, cursor && beyond(cursor, backwards)))
      .orderBy(...ordering(order, backwards))
      .limit(size + 1);
    const more = found.length > size;
    const rows = found.slice(0, size);
    if (backwards) rows.reverse();
    const all = matching(viewer, { ...filters, q: "", family: undefined, enabled: undefined });
    return {
      rows: rows.map((row) => rowOf(viewer, row)),
      previous: (backwards ? more : cursor !== undefined) ? writtenCursor(rows.at(0), order) : null,
      next: backwards || more ? writtenCursor(rows.at(-1), order) : null,
      count: await countOf(tx, where),
      allCount: await countOf(tx, all),
    };
  });
}

type Order = "sku" | "updated";
type Found = Omit<ProductRow, "domain" | "prices"> & {
  domainId: string;
  skuKey: string;
  price: AttributeValue[] | null;
};

const shown = {
  id: products.id,
  domainId: products.domainId,
  sku: products.sku,
  skuKey: products.skuKey,
  name: products.name,
  family: products.family,
  categories: products.categories,
  enabled: products.enabled,
  price: sql<AttributeValue[] | null>`${products.attributes} -> 'price'`,
  updatedAt: products.updatedAt,
};

function rowOf(viewer: Viewer, { domainId, price, skuKey: _key, ...row }: Found): ProductRow {
  const domain = viewer.domains.find((each) => each.id === domainId)?.name ?? "";
  return { ...row, domain, prices: Array.isArray(price) ? price : [] };
}

/** Both orders begin with the domain, so that one index each serves them at any depth. */
function ordering(order: Order, backwards: boolean): SQL[] {
  const direction = (order === "updated") === backwards ? asc : desc;
  return order === "updated"
    ? [direction(products.domainId), direction(products.updatedAt), direction(products.id)]
    : [direction(products.domainId), direction(products.skuKey)];
}

function beyond({ order, values }: Cursor, backwards: boolean): SQL {
  const [domainId, second, third] = values;
  return order === "updated"
    ? sql`(${products.domainId}, ${products.updatedAt}, ${products.id}) ${backwards ? sql`>` : sql`<`} (${domainId}::uuid, ${second}::timestamptz, ${third}::uuid)`
    : sql`(${products.domainId}, ${products.skuKey}) ${backwards ? sql`<` : sql`>`} (${domainId}::uuid, ${second})`;
}

function writtenCursor(row: Found | undefined, order: Order): string | null {
  if (!row) return null;
  return order === "updated"
    ? [row.domainId, row.updatedAt.toISOString(), row.id].join("~")
    : [row.domainId, row.skuKey].join("~");
}

async function countOf(tx: Parameters<Parameters<typeof read>[1]>[0], where: SQL): Promise<number> {
  const some = tx
    .select({ one: sql`1` })
    .from(products)
    .where(where)
    .limit(COUNT_CAP)
    .as("some");
  const [row] = await tx.select({ count: sql<number>`count(*)::int` }).from(some);
  return row?.count ?? 0;
}
