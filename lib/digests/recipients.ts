import { sql } from "drizzle-orm";
import type { Tx } from "../platform/db.ts";
import { isOptedOut } from "../reports/unsubscribe.ts";

export type DigestReader = { id: string; email: string };

/** By what a person takes himself off: the digest of one domain. */
export const digestJob = (domainId: string) => `morning-digest.${domainId}`;

/**
 * The next administrators of a domain who get its digest, by id: those with a membership of that domain who may plan its jobs, unless
 * they have taken themselves off. Who supervises all domains would get one for each, and gets none.
 */
export async function digestReaders(
  tx: Tx,
  domainId: string,
  after: string,
  limit: number,
): Promise<{ readers: DigestReader[]; last: string | null }> {
  const people = await tx.execute<DigestReader>(sql`
    select distinct u.id, u.email from users u join memberships m on m.user_id = u.id and not m.all_domains
    join membership_domains d on d.membership_id = m.id and d.domain_id = ${domainId}
    join roles r on r.id = m.role_id and 'schedules.edit' = any (r.permissions)
    where u.status = 'active' and u.id > ${after}::uuid
      and not exists (select 1 from memberships a join roles q on q.id = a.role_id
        where a.user_id = u.id and a.all_domains and 'schedules.edit' = any (q.permissions))
    order by u.id limit ${limit}`);
  const readers: DigestReader[] = [];
  for (const person of people)
    if (!(await isOptedOut(tx, person.email, digestJob(domainId)))) readers.push(person);
  return { readers, last: people.at(-1)?.id ?? null };
}
