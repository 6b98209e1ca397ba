import { sql } from "drizzle-orm";
import type { Tx } from "../platform/db.ts";

export type PasswordAge = {
  userId: string;
  email: string;
  timeZone: string;
  /** When the password was set: with the person's id it names the password. */
  changedAt: string;
  /** Until it is too old, rounded up; 0 or less: it is. */
  daysLeft: number;
  /** A member of this domain itself, in contrast to one who supervises all. */
  isOwn: boolean;
};

export type AgesInput = {
  domainId: string;
  maxAgeDays: number;
  /** Of which at most so many days are left. */
  withinDays: number;
  after: string;
  limit: number;
};

/**
 * The next people who may do something in the domain and whose password comes to its end, by id. The worker sees ages and never
 * a hash.
 */
export async function passwordAges(tx: Tx, input: AgesInput): Promise<PasswordAge[]> {
  const { domainId, maxAgeDays, withinDays, after, limit } = input;
  const left = sql`p.changed_at + make_interval(days => ${maxAgeDays}::int) - app_now()`;
  const rows = await tx.execute<PasswordAge>(sql`
    select u.id as "userId", u.email, u.time_zone as "timeZone", p.changed_at::text as "changedAt",
      ceil(extract(epoch from ${left}) / 86400)::int as "daysLeft", ${isOwn(domainId)} as "isOwn"
    from users u join password_ages p on p.user_id = u.id
    where ${belongs(domainId)} and u.id > ${after}::uuid
      and p.changed_at <= app_now() - make_interval(days => ${maxAgeDays - withinDays}::int)
    order by u.id limit ${limit}`);
  return [...rows];
}

/** How many people with a password may do something in the domain. */
export async function countPasswords(tx: Tx, domainId: string): Promise<number> {
  const [row] = await tx.execute<{ n: number }>(sql`
    select count(*)::int as n from users u join password_ages p on p.user_id = u.id where ${belongs(domainId)}`);
  return row?.n ?? 0;
}

const isOwn = (domainId: string) => sql`exists (select 1 from memberships m
  join membership_domains d on d.membership_id = m.id where m.user_id = u.id and d.domain_id = ${domainId})`;

const belongs = (domainId: string) => sql`u.status = 'active' and (${isOwn(domainId)}
  or exists (select 1 from memberships m where m.user_id = u.id and m.all_domains))`;
