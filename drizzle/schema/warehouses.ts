import {
  boolean,
  index,
  integer,
  pgTable,
  primaryKey,
  text,
  uniqueIndex,
  uuid,
} from "drizzle-orm/pg-core";
import { id, instant } from "./columns.ts";
import { domains } from "./people.ts";

/** Codes are kept as written; the keys beside them (trimmed, NFC, lower case) are what is compared. */
export const warehouses = pgTable(
  "warehouses",
  {
    id: id(),
    domainId: uuid("domain_id")
      .notNull()
      .references(() => domains.id),
    code: text("code").notNull(),
    codeKey: text("code_key").notNull(),
    name: text("name").notNull(),
    enabled: boolean("enabled").notNull().default(true),
    createdAt: instant("created_at").notNull(),
    updatedAt: instant("updated_at").notNull(),
  },
  (table) => [uniqueIndex("warehouses_code_key").on(table.domainId, table.codeKey)],
);

/**
 * Places in a warehouse: aisles, shelves, bins. The parent is kept as its source names it: it may come later or never, and what
 * names its own child as its parent can't be refused row by row. The nightly check finds both.
 */
export const locations = pgTable(
  "locations",
  {
    id: id(),
    domainId: uuid("domain_id")
      .notNull()
      .references(() => domains.id),
    warehouseId: uuid("warehouse_id")
      .notNull()
      .references(() => warehouses.id, { onDelete: "cascade" }),
    code: text("code").notNull(),
    /** Not unique: two sources write one code in two ways, and a person says which of them is meant. */
    codeKey: text("code_key").notNull(),
    parent: text("parent"),
    parentKey: text("parent_key"),
    name: text("name"),
    enabled: boolean("enabled").notNull().default(true),
    createdAt: instant("created_at").notNull(),
    updatedAt: instant("updated_at").notNull(),
  },
  (table) => [
    uniqueIndex("locations_code").on(table.warehouseId, table.code),
    index("locations_code_key").on(table.warehouseId, table.codeKey),
    index("locations_parent_key").on(table.warehouseId, table.parentKey),
    index("locations_domain").on(table.domainId),
  ],
);

/** What lies where. Product and location are kept as the count names them. */
export const stock = pgTable(
  "stock",
  {
    warehouseId: uuid("warehouse_id")
      .notNull()
      .references(() => warehouses.id, { onDelete: "cascade" }),
    skuKey: text("sku_key").notNull(),
    locationKey: text("location_key").notNull(),
    domainId: uuid("domain_id")
      .notNull()
      .references(() => domains.id),
    sku: text("sku").notNull(),
    location: text("location").notNull(),
    quantity: integer("quantity").notNull(),
    /** Promised to somebody and not gone yet. */
    reserved: integer("reserved").notNull().default(0),
    countedAt: instant("counted_at"),
    updatedAt: instant("updated_at").notNull(),
  },
  (table) => [
    primaryKey({ columns: [table.warehouseId, table.skuKey, table.locationKey] }),
    index("stock_location").on(table.warehouseId, table.locationKey),
    index("stock_domain").on(table.domainId, table.skuKey),
  ],
);

/** How much of a product a warehouse wants to have at least; what is reserved does not count. */
export const stockMinimums = pgTable(
  "stock_minimums",
  {
    warehouseId: uuid("warehouse_id")
      .notNull()
      .references(() => warehouses.id, { onDelete: "cascade" }),
    skuKey: text("sku_key").notNull(),
    domainId: uuid("domain_id")
      .notNull()
      .references(() => domains.id),
    sku: text("sku").notNull(),
    minimum: integer("minimum").notNull(),
    updatedAt: instant("updated_at").notNull(),
  },
  (table) => [
    primaryKey({ columns: [table.warehouseId, table.skuKey] }),
    index("stock_minimums_domain").on(table.domainId),
  ],
);
