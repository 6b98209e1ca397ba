import type postgres from "postgres";

export const DOMAIN_COUNT = 50;
const PEOPLE_PER_DOMAIN = 5;

/** Numbers that look like chance and are the same in every database, and ids that follow from numbers. */
const DICE = `
  create schema bench;
  create function bench.dice(n bigint, throw bigint) returns float8 language sql immutable parallel safe
    return (hashint8extended(n, throw) & 2147483647) / 2147483648.0::float8;
  create function bench.domain(d int) returns uuid language sql immutable parallel safe
    return ('d0000000-0000-7000-8000-' || lpad(d::text, 12, '0'))::uuid;
  create function bench.person(d int, p int) returns uuid language sql immutable parallel safe
    return ('e0000000-0000-7000-8000-' || lpad((d * 10 + p)::text, 12, '0'))::uuid`;

/**
 * Fifty domains with five people each: two members at the end, an operator, a domain administrator. The first two of the first
 * domain are system administrators, of all domains and of a chosen ten.
 */
export async function makePeople(sql: postgres.Sql): Promise<void> {
  await sql.unsafe(DICE);
  await sql.unsafe(`
    insert into domains (id, name, time_zone)
    select bench.domain(d), 'domain-' || lpad(d::text, 2, '0') || '.example', 'Europe/Paris'
    from generate_series(0, ${DOMAIN_COUNT - 1}) d`);
  await sql.unsafe(`
    insert into users (id, email, name)
    select bench.person(d, p), 'p' || d || '-' || p || '@people.example', 'Person ' || d || '-' || p
    from generate_series(0, ${DOMAIN_COUNT - 1}) d, generate_series(0, ${PEOPLE_PER_DOMAIN - 1}) p`);
  await sql.unsafe(`
    insert into memberships (id, user_id, role_id, all_domains)
    select u.id, u.id, r.id, u.id = bench.person(0, 0) from users u join roles r on r.name = case
      when u.id in (bench.person(0, 0), bench.person(0, 1)) then 'system-administrator'
      when u.email like '%-1@%' then 'domain-administrator' when u.email like '%-2@%' then 'operator' else 'member' end`);
  await sql.unsafe(`
    insert into membership_domains (membership_id, domain_id)
    select bench.person(d, p), bench.domain(d) from generate_series(0, ${DOMAIN_COUNT - 1}) d,
      generate_series(0, ${PEOPLE_PER_DOMAIN - 1}) p where (d, p) not in ((0, 0), (0, 1))
    union all select bench.person(0, 1), bench.domain(d) from generate_series(0, 9) d`);
}
