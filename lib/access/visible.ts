import { and, eq, inArray, isNull, or, sql, type SQL } from "drizzle-orm";
import type { PgColumn } from "drizzle-orm/pg-core";
import { domainsWith, seesInstallation, type Viewer } from "./viewer.ts";
import type { Permission } from "./permissions.ts";

/** Columns by which rows are walled. `startedBy` where a viewer sees his own rows without `runs.view-all`. */
type Walled = { domainId: PgColumn; startedBy?: PgColumn };

/**
 * The where-clause of everything that belongs to runs: all runs of the domains where the viewer may view all, his own in
 * his other domains, and the installation's for system administrators.
 */
export function visibleTo(viewer: Viewer, table: Walled): SQL {
  const everywhere = domainsWith(viewer, "runs.view-all");
  if (everywhere === "all") return sql`true`;
  const own = viewer.domains.map((domain) => domain.id).filter((id) => !everywhere.includes(id));
  return anyOf([
    within(table.domainId, everywhere),
    // An "or" that can't be true would keep an index from serving the rest.
    table.startedBy && viewer.userId && own.length > 0
      ? and(within(table.domainId, own), eq(table.startedBy, viewer.userId))
      : undefined,
    seesInstallation(viewer) ? isNull(table.domainId) : undefined,
  ]);
}

/** The where-clause of rows that take a permission in their domain. */
export function visibleWith(viewer: Viewer, permission: Permission, domainId: PgColumn): SQL {
  const ids = domainsWith(viewer, permission);
  return ids === "all" ? sql`true` : (within(domainId, ids) ?? sql`false`);
}

function within(column: PgColumn, ids: readonly string[]): SQL | undefined {
  return ids.length > 0 ? inArray(column, [...ids]) : undefined;
}

function anyOf(conditions: Array<SQL | undefined>): SQL {
  const given = conditions.filter((condition) => condition !== undefined);
  return given.length > 0 ? (or(...given) as SQL) : sql`false`;
}
