import { products } from "#drizzle/schema/data.ts";
import { locations, stock, stockMinimums, warehouses } from "#drizzle/schema/warehouses.ts";
import { appNow } from "#lib/platform/clock.ts";
import type { Tx } from "#lib/platform/db.ts";
import { newId } from "#lib/platform/ids.ts";
import { contentHash, type ProductContent } from "#lib/products/content.ts";
import { skuKey } from "#lib/products/sku-key.ts";
import { codeKey } from "#lib/warehouses/code-key.ts";

type Domain = { id: string; name: string };

const FAMILIES = ["wall_lights", "pendants", "floor_lamps", "outdoor_lighting"];
const SERIES = ["Vela", "Orbit", "Harbour", "Pier", "Fjord", "Cinder", "Dune", "Halo"];
const COLOURS = ["brass", "black", "white", "graphite", "oak", "copper"];
const PER_DOMAIN = FAMILIES.length * SERIES.length * COLOURS.length;
const AISLES = ["A", "B", "C"];
const SHELVES = 8;

/**
 * Goods for the demo's nightly jobs to look at: products, two warehouses with their locations and their stock. Some of it falls
 * short, a few things are not as they should be, so that the checks have something to say.
 */
export async function seedGoods(tx: Tx, domains: Domain[]): Promise<void> {
  for (const domain of domains) {
    const goods = await seedProducts(tx, domain);
    for (const at of [1, 2]) await seedWarehouse(tx, domain, at, goods);
  }
}

async function seedProducts(tx: Tx, domain: Domain): Promise<ProductContent[]> {
  const goods = Array.from({ length: PER_DOMAIN }, (_, at) => product(domain, at));
  const stamps = { domainId: domain.id, createdAt: appNow, updatedAt: appNow };
  await tx.insert(products).values(
    goods.map((content) => ({
      id: newId(),
      ...stamps,
      ...content,
      skuKey: skuKey(content.sku),
      contentHash: contentHash(content),
    })),
  );
  return goods;
}

function product({ name: domain }: Domain, at: number): ProductContent {
  const family = FAMILIES[at % FAMILIES.length] as string;
  const series = SERIES[Math.floor(at / FAMILIES.length) % SERIES.length] as string;
  const colour = COLOURS[Math.floor(at / FAMILIES.length / SERIES.length)] as string;
  const title = `${series} ${family.replace("_", " ").replace(/s$/, "")}, ${colour}`;
  return {
    sku: `${domain.slice(0, 2).toUpperCase()}-${70_000 + at}`,
    name: title,
    family,
    categories: ["lighting", family === "outdoor_lighting" ? "garden" : "living_room"],
    enabled: at % 40 !== 39,
    parent: null,
    groups: [series.toLowerCase()],
    attributes: {
      name: [{ locale: "en_US", value: title }],
      color: [{ value: colour }],
      // Some lack what their family has: the completeness calculation finds them.
      ...(at % 23 === 5 ? {} : { weight: [{ value: 900 + ((at * 37) % 4_000), unit: "GRAM" }] }),
      ...(at % 31 === 7 ? {} : { price: [{ currency: "EUR", value: 39 + ((at * 13) % 300) }] }),
    },
  };
}

async function seedWarehouse(
  tx: Tx,
  domain: Domain,
  number: number,
  goods: ProductContent[],
): Promise<void> {
  const place = domain.name.split(".")[0] as string;
  const code = `${place}-${number}`;
  const name = `${place.charAt(0).toUpperCase()}${place.slice(1)}, hall ${number}`;
  const id = newId();
  const own = { domainId: domain.id, updatedAt: appNow };
  await tx
    .insert(warehouses)
    .values({ id, ...own, code, codeKey: codeKey(code), name, createdAt: appNow });
  const at = { ...own, warehouseId: id };
  await tx.insert(locations).values(locationRows(at, number));
  await tx.insert(stock).values(goods.map((content, index) => stockRow(at, content, index)));
  await tx.insert(stockMinimums).values(
    goods.map(({ sku }, index) => ({
      ...at,
      sku,
      skuKey: skuKey(sku),
      minimum: 5 + (index % 4) * 5,
    })),
  );
}

type At = { domainId: string; warehouseId: string; updatedAt: typeof appNow };

function locationRows(at: At, number: number) {
  const row = (code: string, parent: string | null) => {
    const parentKey = parent && codeKey(parent);
    return {
      id: newId(),
      ...at,
      code,
      codeKey: codeKey(code),
      parent,
      parentKey,
      createdAt: appNow,
    };
  };
  const shelves = AISLES.flatMap((aisle) =>
    Array.from({ length: SHELVES }, (_, shelf) => row(shelfOf(aisle, shelf), aisle)),
  );
  // One whose aisle was never there, as it happens after a move.
  const lost = number === 2 ? [row("D-01", "D")] : [];
  return [...AISLES.map((aisle) => row(aisle, null)), ...shelves, ...lost];
}

const shelfOf = (aisle: string, shelf: number) => `${aisle}-${String(shelf + 1).padStart(2, "0")}`;

function stockRow(at: At, { sku }: ProductContent, index: number) {
  const location = shelfOf(AISLES[index % AISLES.length] as string, index % SHELVES);
  const reserved = index % 5;
  // About one in thirty falls short, one in ninety is gone.
  const quantity = index % 90 === 44 ? 0 : index % 30 === 14 ? reserved + 3 : 40 + (index % 60);
  const keys = { skuKey: skuKey(sku), locationKey: codeKey(location) };
  const isGone = quantity === 0;
  return {
    ...at,
    ...keys,
    sku,
    location,
    quantity,
    reserved: isGone ? 0 : reserved,
    countedAt: appNow,
  };
}
