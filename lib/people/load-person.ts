import { eq, inArray } from "drizzle-orm";
import { domains, membershipDomains, memberships, roles, users } from "#drizzle/schema/people.ts";
import { read } from "../access/transact.ts";
import { systemViewer, type Grant, type Viewer, type VisibleDomain } from "../access/viewer.ts";
import type { Tx } from "../platform/db.ts";

/** The person as a viewer with the rights of this moment; null when unknown or disabled. */
export function loadPerson(userId: string): Promise<Viewer | null> {
  return read(systemViewer(), (tx) => loadPersonWithin(tx, userId));
}

/** The same inside a transaction of the system's scope. */
export async function loadPersonWithin(tx: Tx, userId: string): Promise<Viewer | null> {
  const [user] = await tx.select().from(users).where(eq(users.id, userId));
  if (!user || user.status !== "active") return null;
  const grants = await grantsOf(tx, userId);
  return {
    kind: "person",
    userId: user.id,
    sessionId: null,
    name: user.name,
    email: user.email,
    timeZone: user.timeZone,
    address: null,
    grants,
    domains: await domainsOf(tx, grants),
  };
}

async function grantsOf(tx: Tx, userId: string): Promise<Grant[]> {
  const rows = await tx
    .select({
      membershipId: memberships.id,
      role: roles.name,
      permissions: roles.permissions,
      allDomains: memberships.allDomains,
      domainId: membershipDomains.domainId,
    })
    .from(memberships)
    .innerJoin(roles, eq(roles.id, memberships.roleId))
    .leftJoin(membershipDomains, eq(membershipDomains.membershipId, memberships.id))
    .where(eq(memberships.userId, userId));
  const byMembership = Map.groupBy(rows, (row) => row.membershipId);
  return [...byMembership.values()].map((group) => {
    const { role, permissions, allDomains } = group[0] as (typeof rows)[number];
    const chosen = group.flatMap((row) => (row.domainId ? [row.domainId] : []));
    return { role, permissions: new Set(permissions), domains: allDomains ? "all" : chosen };
  });
}

async function domainsOf(tx: Tx, grants: Grant[]): Promise<VisibleDomain[]> {
  const columns = { id: domains.id, name: domains.name, timeZone: domains.timeZone };
  if (grants.some((grant) => grant.domains === "all"))
    return await tx.select(columns).from(domains).orderBy(domains.name);
  const ids = [...new Set(grants.flatMap((grant) => grant.domains as readonly string[]))];
  if (ids.length === 0) return [];
  return await tx
    .select(columns)
    .from(domains)
    .where(inArray(domains.id, ids))
    .orderBy(domains.name);
}
