import type { Permission } from "./permissions.ts";

/** One membership, resolved: what it permits and where. */
export type Grant = {
  role: string;
  permissions: ReadonlySet<string>;
  /** Ids of the domains, or all of them (also those to come) together with the installation. */
  domains: "all" | readonly string[];
};

export type VisibleDomain = { id: string; name: string; timeZone: string };

/** Who is acting. The scheduler and the workers are viewers too. Loaded anew for every request; never cached. */
export type Viewer = {
  kind: "person" | "worker" | "system";
  /** Null for the worker and the system. */
  userId: string | null;
  sessionId: string | null;
  name: string;
  email: string | null;
  timeZone: string;
  /** Client address of the request, for the audit log. */
  address: string | null;
  grants: readonly Grant[];
  /** The domains that the viewer may see at all, by name. For `kind: "system"` and an "all" grant: every domain. */
  domains: readonly VisibleDomain[];
};

/**
 * Whether the viewer holds the permission in a domain. With `domainId` null the object belongs to the installation:
 * looking at it takes `installation.view` anywhere, changing it takes the permission in a membership of all domains.
 */
export function can(viewer: Viewer, permission: Permission, domainId: string | null): boolean {
  if (viewer.kind !== "person") return true;
  if (domainId === null && permission === "runs.view-all") return seesInstallation(viewer);
  return viewer.grants.some(
    (grant) =>
      grant.permissions.has(permission) &&
      (grant.domains === "all" || (domainId !== null && grant.domains.includes(domainId))),
  );
}

/** Whether the viewer holds the permission in at least one domain. */
export function canSomewhere(viewer: Viewer, permission: Permission): boolean {
  return (
    viewer.kind !== "person" || viewer.grants.some((grant) => grant.permissions.has(permission))
  );
}

/** Ids of the domains in which the viewer holds the permission; "all" for memberships of all domains. */
export function domainsWith(viewer: Viewer, permission: Permission): "all" | string[] {
  if (viewer.kind !== "person") return "all";
  const grants = viewer.grants.filter((grant) => grant.permissions.has(permission));
  if (grants.some((grant) => grant.domains === "all")) return "all";
  return [...new Set(grants.flatMap((grant) => grant.domains as readonly string[]))];
}

/** Installation jobs are seen by system administrators, of all domains or of a chosen set. */
export function seesInstallation(viewer: Viewer): boolean {
  return (
    viewer.kind !== "person" ||
    viewer.grants.some((grant) => grant.permissions.has("installation.view"))
  );
}

/** A viewer for work that no person asked for: migrations, sweeps, the setup. Sees everything. */
export function systemViewer(name = "system"): Viewer {
  return {
    kind: "system",
    userId: null,
    sessionId: null,
    name,
    email: null,
    timeZone: "UTC",
    address: null,
    grants: [],
    domains: [],
  };
}
