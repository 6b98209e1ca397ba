import { and, asc, eq, gte } from "drizzle-orm";
import { warehouses } from "#drizzle/schema/warehouses.ts";
import { read } from "../access/transact.ts";
import type { Viewer } from "../access/viewer.ts";

export type WarehouseOf = { id: string; code: string; name: string };

/**
 * The warehouses of a domain that are in use, by id, so that a check which was interrupted goes on in the same order.
 * @param from leaves out those before this id
 */
export function warehousesOf(
  viewer: Viewer,
  domainId: string,
  from?: string,
): Promise<WarehouseOf[]> {
  return read(viewer, (tx) =>
    tx
      .select({ id: warehouses.id, code: warehouses.code, name: warehouses.name })
      .from(warehouses)
      .where(
        and(
          eq(warehouses.domainId, domainId),
          eq(warehouses.enabled, true),
          from ? gte(warehouses.id, from) : undefined,
        ),
      )
      .orderBy(asc(warehouses.id)),
  );
}
