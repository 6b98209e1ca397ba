import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { setTimeout as sleep } from "node:timers/promises";
import { found, JobBench } from "#e2e/support/job-bench.ts";

let jobs: JobBench;

before(async () => {
  jobs = await JobBench.open("statistics");
});
after(() => jobs.close());

const start = { domainId: null };

/** 100,000 products and an autovacuum that looks away. */
async function makeProducts(): Promise<void> {
  const { sql, domainId } = jobs;
  for (const table of ["products", "notices", "stock"])
    await sql.unsafe(`alter table ${table} set (autovacuum_enabled = false)`);
  await sql`insert into products (id, domain_id, sku, sku_key, categories, groups, attributes, content_hash, enabled, created_at, updated_at)
    select gen_random_uuid(), ${domainId}, 'SKU-' || n, 'sku-' || n, '{}', '{}', '{}', '', true, now(), now()
    from generate_series(1, 100000) n`;
}

/** What a session did is counted a moment after it. */
async function untilCounted(table: string, column: string, least: number): Promise<void> {
  await jobs.bench.until(`the statistics of ${table}`, async () => {
    await sleep(200);
    const [row] = await jobs.sql.unsafe(
      `select ${column}::int as n from pg_stat_user_tables where relname = '${table}'`,
    );
    return Number(row?.["n"]) >= least;
  });
}

test("every table is named with its rows, the age before and the time; a stale one of 100,000 rows is seen", async () => {
  await makeProducts();
  await untilCounted("products", "n_mod_since_analyze", 100_000);
  const done = await jobs.run("statistics-refresh", {}, start);
  assert.equal(done.run.status, "completed", JSON.stringify(done.issues));
  const { refreshed = 0, stale } = done.tallies["refresh"] ?? {};
  assert.equal(stale, 1);
  const [own] =
    await jobs.sql`select count(*)::int as n from pg_class c where relkind in ('r', 'p') and not relispartition
    and relnamespace in ('public'::regnamespace, 'pgboss'::regnamespace)`;
  assert.equal(refreshed, own?.["n"]);
  assert.equal(done.log.length, refreshed);
  const line = done.log.find((each) => each.startsWith("info public.products:"));
  assert.match(line ?? "", /^info public\.products: 100,000 rows, never before, \d/);
  const [known] =
    await jobs.sql`select reltuples::int as n from pg_class where relname = 'products'`;
  assert.equal(known?.["n"], 100_000);
  // Which the database never does by itself.
  const parent =
    await jobs.sql`select 1 from pg_stat_user_tables where relname = 'log_lines' and last_analyze is not null`;
  assert.equal(parent.length, 1);
});

test("dead rows and a broken index are named, and nothing else; small changes are left alone", async () => {
  const { sql } = jobs;
  await sql`delete from products where sku_key like '%1%'`;
  await sql`create unique index concurrently planted on products (enabled)`.catch(() => undefined);
  await untilCounted("products", "n_dead_tup", 40_000);
  const done = await jobs.run("statistics-refresh", { leastChanges: 10_000 }, start);
  assert.equal(done.run.status, "completed-with-warnings");
  assert.deepEqual(found(done, "dead-rows"), ["public.products"]);
  assert.deepEqual(found(done, "index-broken"), ["public.planted"]);
  assert.equal(done.issues.length, 2);
  assert.equal(done.tallies["refresh"]?.["refreshed"], 1);
  await sql`drop index planted`;
});

test("a table that somebody holds is left for the next time", async () => {
  const held = jobs.sql.begin(async (tx) => {
    await tx`lock table notices in share update exclusive mode`;
    return await jobs.run("statistics-refresh", {}, start);
  });
  const done = await held;
  assert.equal(done.tallies["refresh"]?.["busy"], 1);
  assert.ok(done.log.some((line) => /^info public\.notices: .* somebody holds it/.test(line)));
});
