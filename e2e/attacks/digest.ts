import type postgres from "postgres";

/** When somebody was last seen, and a session that began, are no effect of what was asked. */
const LEFT_OUT: Record<string, string> = {
  sessions: "- 'last_seen_at'",
};

/** A hash of all rows of each table of a database, by the table's name. */
export async function digestOf(sql: postgres.Sql): Promise<Record<string, string>> {
  const tables = await sql<{ schema: string; name: string }[]>`
    select n.nspname as schema, c.relname as name from pg_class c join pg_namespace n on n.oid = c.relnamespace
    where n.nspname in ('public', 'pgboss', 'drizzle') and c.relkind = 'r' order by 1, 2`;
  const digest: Record<string, string> = {};
  for (const { schema, name } of tables) {
    const row = `(to_jsonb(t) ${LEFT_OUT[name] ?? ""})::text`;
    const [found] = await sql.unsafe(
      `select count(*) || ' ' || md5(coalesce(string_agg(${row}, '|' order by ${row}), '')) as digest from ${schema}.${name} t`,
    );
    digest[`${schema}.${name}`] = String(found?.["digest"]);
  }
  return digest;
}
