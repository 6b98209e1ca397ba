import type postgres from "postgres";
import type { JobBench } from "#e2e/support/job-bench.ts";
import { makeRun } from "#e2e/support/run-rows.ts";

/** What COPY has to take care of. */
const ODD = ["\\.", "\n\\.\n", "tab\tand\\N", "\r\n", "ü – 😀", "", "'quoted' \"twice\""];

/** 100,000 products and lines of three months' logs, among them texts that could be taken for something else. */
export async function makeRows({ sql, domainId }: JobBench): Promise<void> {
  await sql`insert into products (id, domain_id, sku, sku_key, name, categories, groups, attributes, content_hash, enabled, created_at, updated_at)
    select gen_random_uuid(), ${domainId}, 'SKU-' || n, 'sku-' || n, (${ODD}::text[])[n % 8], array['a,b', 'c"d'], '{}',
      jsonb_build_object('name', jsonb_build_array(jsonb_build_object('value', 'Lamp ' || n))), md5(n::text), true, now(), now()
    from generate_series(1, 100000) n`;
  await sql`create table if not exists public.log_lines_2020_01 partition of public.log_lines
    for values from ('2020-01-01 00:00:00+00') to ('2020-02-01 00:00:00+00')`;
  const old = await makeRun(sql, {
    domain_id: domainId,
    status: "completed",
    created_at: new Date("2020-01-10"),
  });
  await sql`insert into log_lines (run_created_at, run_id, seq, domain_id, at, level, message)
    select created_at, id, n, domain_id, created_at, 'info', 'line ' || n from runs, generate_series(1, 500) n where id = ${old}`;
  await sql`insert into notices (id, user_id, domain_id, outcome, title, created_at)
    select gen_random_uuid(), gen_random_uuid(), null, 'completed', t, now() from unnest(${ODD}::text[]) t`.catch(
    () => undefined,
  );
}

/** Every row of every table that the backup itself does not write while it runs, as one sum each. */
export async function sums(sql: postgres.Sql): Promise<Record<string, string>> {
  const tables =
    await sql`select relname as name from pg_class where relnamespace = 'public'::regnamespace
    and relkind in ('r', 'p') and not relispartition order by 1`;
  const found: Record<string, string> = {};
  for (const { name } of tables) {
    if (
      [
        "runs",
        "attempts",
        "steps",
        "workers",
        "schedules",
        "roles",
        "due_times",
        "audit_entries",
      ].includes(name)
    )
      continue;
    const where = name === "log_lines" ? "where run_created_at < '2021-01-01'" : "";
    const [row] = await sql.unsafe(
      `select count(*) || ' ' || coalesce(md5(string_agg(md5(t::text), '' order by md5(t::text))), '') as sum from public.${name} t ${where}`,
    );
    found[name] = row?.["sum"];
  }
  return found;
}
