import { inArray, sql } from "drizzle-orm";
import {
  domains,
  membershipDomains,
  memberships,
  passwords,
  roles,
  users,
} from "#drizzle/schema/people.ts";
import { recordAudit } from "../audit/record.ts";
import type { Viewer } from "../access/viewer.ts";
import type { Tx } from "../platform/db.ts";
import { newId } from "../platform/ids.ts";
import { conflict, invalid, notFound } from "../text/refusal.ts";

export type NewUser = {
  email: string;
  name: string;
  timeZone: string;
  passwordHash: string;
  role: string;
  /** Names of domains, or all of them together with the installation. */
  domains: "all" | string[];
};

/** Writes a user with one membership, in the caller's transaction; the caller authorises. Throws Refusal `conflict` (address taken). */
export async function createUser(tx: Tx, actor: Viewer, input: NewUser): Promise<string> {
  const [taken] = await tx
    .select({ id: users.id })
    .from(users)
    .where(sql`lower(${users.email}) = lower(${input.email})`);
  if (taken) throw conflict(`${input.email} has an account already.`);
  const [role] = await tx
    .select({ id: roles.id })
    .from(roles)
    .where(sql`${roles.name} = ${input.role}`);
  if (!role) throw notFound(`The role "${input.role}"`);
  const id = newId();
  await tx
    .insert(users)
    .values({ id, email: input.email, name: input.name, timeZone: input.timeZone });
  await tx.insert(passwords).values({ userId: id, hash: input.passwordHash });
  await addMembership(tx, id, role.id, input.domains);
  const after = { email: input.email, role: input.role, domains: input.domains };
  await recordAudit(tx, actor, {
    action: "user.create",
    objectType: "user",
    objectId: id,
    domainId: null,
    after,
  });
  return id;
}

async function addMembership(
  tx: Tx,
  userId: string,
  roleId: string,
  where: "all" | string[],
): Promise<void> {
  const membershipId = newId();
  await tx
    .insert(memberships)
    .values({ id: membershipId, userId, roleId, allDomains: where === "all" });
  if (where === "all") return;
  const found = await tx
    .select({ id: domains.id })
    .from(domains)
    .where(inArray(domains.name, where));
  if (found.length !== where.length || found.length === 0)
    throw invalid("One of these domains does not exist.");
  await tx
    .insert(membershipDomains)
    .values(found.map((domain) => ({ membershipId, domainId: domain.id })));
}
