import { and, eq, or, sql } from "drizzle-orm";
import { notices } from "#drizzle/schema/data.ts";
import { membershipDomains, memberships, roles, users } from "#drizzle/schema/people.ts";
import { appNow } from "../platform/clock.ts";
import type { Tx } from "../platform/db.ts";
import { newId } from "../platform/ids.ts";
import { CHANNEL } from "../platform/queue.ts";

export type AdministratorsNotice = {
  runId: number | null;
  outcome: string;
  title: string;
  body: string | null;
};

/** Puts a notice before everybody who may change the schedules of a domain (null: the installation), in the caller's transaction. */
export async function noteAdministrators(
  tx: Tx,
  domainId: string | null,
  notice: AdministratorsNotice,
): Promise<void> {
  const people = await administratorsOf(tx, domainId);
  if (people.length === 0) return;
  await tx
    .insert(notices)
    .values(
      people.map((userId) => ({ id: newId(), userId, domainId, ...notice, createdAt: appNow })),
    );
  for (const userId of people)
    await tx.execute(sql`select pg_notify(${CHANNEL.notices}, ${userId})`);
}

async function administratorsOf(tx: Tx, domainId: string | null): Promise<string[]> {
  const rows = await tx
    .selectDistinct({ id: users.id })
    .from(users)
    .innerJoin(memberships, eq(memberships.userId, users.id))
    .innerJoin(roles, eq(roles.id, memberships.roleId))
    .leftJoin(membershipDomains, eq(membershipDomains.membershipId, memberships.id))
    .where(
      and(
        eq(users.status, "active"),
        sql`'schedules.edit' = any (${roles.permissions})`,
        or(
          eq(memberships.allDomains, true),
          domainId ? eq(membershipDomains.domainId, domainId) : undefined,
        ),
      ),
    );
  return rows.map((row) => row.id);
}
