import { sql } from "drizzle-orm";
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

export const domains = pgTable("domains", {
  id: id(),
  name: text("name").notNull().unique(),
  timeZone: text("time_zone").notNull().default("UTC"),
  createdAt: instant("created_at").notNull().defaultNow(),
});

export const users = pgTable(
  "users",
  {
    id: id(),
    email: text("email").notNull(),
    name: text("name").notNull(),
    timeZone: text("time_zone").notNull().default("UTC"),
    status: text("status", { enum: ["active", "disabled"] })
      .notNull()
      .default("active"),
    createdAt: instant("created_at").notNull().defaultNow(),
    lastSignInAt: instant("last_sign_in_at"),
    /** A mail at the end of one's own uploads. */
    mailUploads: boolean("mail_uploads").notNull().default(true),
  },
  (table) => [uniqueIndex("users_email_key").on(sql`lower(${table.email})`)],
);

/** Apart from `users`, so that the worker's role can read names and never a hash. */
export const passwords = pgTable("passwords", {
  userId: uuid("user_id")
    .primaryKey()
    .references(() => users.id, { onDelete: "cascade" }),
  hash: text("hash").notNull(),
  changedAt: instant("changed_at").notNull().defaultNow(),
});

export const roles = pgTable("roles", {
  id: id(),
  name: text("name").notNull().unique(),
  title: text("title").notNull(),
  permissions: text("permissions").array().notNull(),
  builtIn: boolean("built_in").notNull().default(false),
  createdAt: instant("created_at").notNull().defaultNow(),
});

export const memberships = pgTable(
  "memberships",
  {
    id: id(),
    userId: uuid("user_id")
      .notNull()
      .references(() => users.id, { onDelete: "cascade" }),
    roleId: uuid("role_id")
      .notNull()
      .references(() => roles.id),
    /** All domains, those to come included, and the installation. Otherwise the chosen ones of `membership_domains`. */
    allDomains: boolean("all_domains").notNull().default(false),
    createdAt: instant("created_at").notNull().defaultNow(),
  },
  (table) => [index("memberships_user").on(table.userId)],
);

export const membershipDomains = pgTable(
  "membership_domains",
  {
    membershipId: uuid("membership_id")
      .notNull()
      .references(() => memberships.id, { onDelete: "cascade" }),
    domainId: uuid("domain_id")
      .notNull()
      .references(() => domains.id, { onDelete: "cascade" }),
  },
  (table) => [primaryKey({ columns: [table.membershipId, table.domainId] })],
);

/** A session is a row; the cookie holds only its secret, of which this is the SHA-256. */
export const sessions = pgTable(
  "sessions",
  {
    id: id(),
    secretHash: text("secret_hash").notNull().unique(),
    userId: uuid("user_id")
      .notNull()
      .references(() => users.id, { onDelete: "cascade" }),
    createdAt: instant("created_at").notNull().defaultNow(),
    lastSeenAt: instant("last_seen_at").notNull().defaultNow(),
    endedAt: instant("ended_at"),
    endedBecause: text("ended_because"),
    address: text("address"),
    userAgent: text("user_agent"),
  },
  (table) => [index("sessions_user").on(table.userId)],
);

/** Failed sign-ins per account and per address; the delay grows, nobody is locked out for good. */
export const signInThrottles = pgTable("sign_in_throttles", {
  key: text("key").primaryKey(),
  failedCount: integer("failed_count").notNull().default(0),
  lastFailedAt: instant("last_failed_at").notNull(),
  blockedUntil: instant("blocked_until"),
});

/** One-time tokens printed by the server: the first administrator is created with one. */
export const setupTokens = pgTable("setup_tokens", {
  hash: text("hash").primaryKey(),
  createdAt: instant("created_at").notNull().defaultNow(),
  usedAt: instant("used_at"),
});
