import { eq } from "drizzle-orm";
import { stock, stockMinimums } from "#drizzle/schema/warehouses.ts";
import { read } from "../access/transact.ts";
import type { Viewer } from "../access/viewer.ts";

/** How many minimums and how many counts of stock a domain has. */
export function countStock(
  viewer: Viewer,
  domainId: string,
): Promise<{ minimums: number; counts: number }> {
  return read(viewer, async (tx) => ({
    minimums: await tx.$count(stockMinimums, eq(stockMinimums.domainId, domainId)),
    counts: await tx.$count(stock, eq(stock.domainId, domainId)),
  }));
}
