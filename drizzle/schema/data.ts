import { sql } from "drizzle-orm";
import {
  bigint,
  boolean,
  index,
  integer,
  jsonb,
  pgTable,
  primaryKey,
  text,
  uniqueIndex,
  uuid,
} from "drizzle-orm/pg-core";
import { id, instant } from "./columns.ts";
import { domains, users } from "./people.ts";

/** An uploaded input or a produced result. The bytes lie in the store under `storageKey`. */
export const files = pgTable(
  "files",
  {
    id: id(),
    domainId: uuid("domain_id").references(() => domains.id),
    kind: text("kind", { enum: ["input", "result"] }).notNull(),
    /** The run that produced a result; an input is named by its runs. */
    runId: bigint("run_id", { mode: "number" }),
    name: text("name").notNull(),
    contentType: text("content_type").notNull(),
    sizeBytes: bigint("size_bytes", { mode: "number" }).notNull(),
    sha256: text("sha256").notNull(),
    storageKey: text("storage_key").notNull().unique(),
    rowCount: bigint("row_count", { mode: "number" }),
    createdBy: uuid("created_by").references(() => users.id),
    createdAt: instant("created_at").notNull(),
    expiresAt: instant("expires_at"),
    deletedAt: instant("deleted_at"),
  },
  (table) => [
    index("files_run").on(table.runId),
    index("files_domain").on(table.domainId, table.createdAt),
    index("files_hash").on(table.domainId, table.sha256),
  ],
);

/** The wizard between upload and launch: what was detected, how columns are mapped. Nothing typed is lost. */
export const importDrafts = pgTable(
  "import_drafts",
  {
    id: id(),
    domainId: uuid("domain_id")
      .notNull()
      .references(() => domains.id),
    userId: uuid("user_id")
      .notNull()
      .references(() => users.id, { onDelete: "cascade" }),
    jobType: text("job_type").notNull(),
    fileId: uuid("file_id")
      .notNull()
      .references(() => files.id),
    /** What was found in the file: format, header, first rows. */
    inspection: jsonb("inspection").$type<Record<string, unknown>>().notNull(),
    mapping: jsonb("mapping").$type<Record<string, unknown>>().notNull(),
    createdAt: instant("created_at").notNull(),
    updatedAt: instant("updated_at").notNull(),
    /** Set when it was launched; a draft launches once. */
    runId: bigint("run_id", { mode: "number" }),
    /** The run whose refused rows or input this draft continues. */
    continuesRunId: bigint("continues_run_id", { mode: "number" }),
  },
  (table) => [
    index("import_drafts_user").on(table.userId, table.updatedAt),
    index("import_drafts_domain").on(table.domainId),
  ],
);

/** Mappings that people saved by launching, recognised by the header's fingerprint. */
export const savedMappings = pgTable(
  "saved_mappings",
  {
    domainId: uuid("domain_id")
      .notNull()
      .references(() => domains.id),
    jobType: text("job_type").notNull(),
    headerHash: text("header_hash").notNull(),
    mapping: jsonb("mapping").$type<Record<string, unknown>>().notNull(),
    savedBy: uuid("saved_by").references(() => users.id),
    savedAt: instant("saved_at").notNull(),
  },
  (table) => [primaryKey({ columns: [table.domainId, table.jobType, table.headerHash] })],
);

export type AttributeValue = {
  locale?: string;
  channel?: string;
  currency?: string;
  unit?: string;
  value: string | number | boolean | string[];
};

export const products = pgTable(
  "products",
  {
    id: id(),
    domainId: uuid("domain_id")
      .notNull()
      .references(() => domains.id),
    /** As written in the file. */
    sku: text("sku").notNull(),
    /** Trimmed, NFC, lower case: what makes it unique in its domain. */
    skuKey: text("sku_key").notNull(),
    name: text("name"),
    family: text("family"),
    categories: text("categories").array().notNull(),
    enabled: boolean("enabled").notNull().default(true),
    /** References, kept as the file names them. */
    parent: text("parent"),
    groups: text("groups").array().notNull(),
    attributes: jsonb("attributes").$type<Record<string, AttributeValue[]>>().notNull(),
    /** SHA-256 of all of the above: the same file again says "unchanged". */
    contentHash: text("content_hash").notNull(),
    createdAt: instant("created_at").notNull(),
    updatedAt: instant("updated_at").notNull(),
    createdByRun: bigint("created_by_run", { mode: "number" }),
    updatedByRun: bigint("updated_by_run", { mode: "number" }),
  },
  (table) => [
    uniqueIndex("products_sku_key").on(table.domainId, table.skuKey),
    index("products_updated").on(table.domainId, table.updatedAt, table.id),
    index("products_family").on(table.domainId, table.family, table.skuKey),
  ],
);

/** Associations of a product as its file names them; the target may come later or never. */
export const productAssociations = pgTable(
  "product_associations",
  {
    productId: uuid("product_id")
      .notNull()
      .references(() => products.id, { onDelete: "cascade" }),
    domainId: uuid("domain_id").notNull(),
    type: text("type").notNull(),
    targetKind: text("target_kind", { enum: ["products", "groups", "product-models"] }).notNull(),
    target: text("target").notNull(),
    position: integer("position").notNull(),
  },
  (table) => [
    primaryKey({ columns: [table.productId, table.type, table.targetKind, table.target] }),
    index("product_associations_target").on(table.domainId, table.targetKind, table.target),
  ],
);

/** What the bell shows. `title`, `link` and `outcome` are kept, so that it survives its run's purge. */
export const notices = pgTable(
  "notices",
  {
    id: id(),
    userId: uuid("user_id")
      .notNull()
      .references(() => users.id, { onDelete: "cascade" }),
    domainId: uuid("domain_id"),
    runId: bigint("run_id", { mode: "number" }),
    outcome: text("outcome").notNull(),
    title: text("title").notNull(),
    body: text("body"),
    createdAt: instant("created_at").notNull(),
    readAt: instant("read_at"),
  },
  (table) => [
    index("notices_user").on(table.userId, table.createdAt, table.id),
    index("notices_unread")
      .on(table.userId, table.createdAt, table.id)
      .where(sql`read_at is null`),
    index("notices_domain").on(table.domainId),
  ],
);

/** Who did what to what, when, from where. Written in the change's own transaction; never changed, never deleted. */
export const auditEntries = pgTable(
  "audit_entries",
  {
    id: bigint("id", { mode: "number" }).primaryKey().generatedAlwaysAsIdentity(),
    at: instant("at").notNull(),
    actorKind: text("actor_kind", { enum: ["person", "worker", "system"] }).notNull(),
    actorId: uuid("actor_id"),
    actorName: text("actor_name").notNull(),
    action: text("action").notNull(),
    objectType: text("object_type").notNull(),
    objectId: text("object_id").notNull(),
    domainId: uuid("domain_id"),
    address: text("address"),
    before: jsonb("before").$type<Record<string, unknown>>(),
    after: jsonb("after").$type<Record<string, unknown>>(),
  },
  (table) => [
    index("audit_object").on(table.objectType, table.objectId, table.id),
    index("audit_domain").on(table.domainId, table.id),
  ],
);
