import { spawnSync } from "node:child_process";
import { createReadStream } from "node:fs";
import { pipeline } from "node:stream/promises";
import { pathOf } from "#lib/platform/storage.ts";
import type { Bench } from "../bench.ts";
import { header } from "./rows.ts";

const hasPsql = spawnSync("psql", ["--version"]).status === 0;

export const baselineName = hasPsql ? "\\copy + upsert" : "COPY + upsert";

/** A table with the columns and the indexes of ours, empty; and a place for the file's text that no log is written for. */
export async function makeTables(bench: Bench): Promise<void> {
  await bench.sql`drop table if exists bench_products, bench_stage`;
  await bench.sql`create table bench_products (like products including all)`;
  await bench.sql.unsafe(
    `create unlogged table bench_stage (${header.map((name) => `${name} text`).join(", ")})`,
  );
}

/** The file into the stage and from there, good rows alone, into the table. Answers the seconds that took. */
export async function importByHand(
  bench: Bench,
  domainId: string,
  storageKey: string,
): Promise<number> {
  await bench.sql`truncate bench_stage`;
  await bench.sql`checkpoint`;
  const begunMs = performance.now();
  await copy(bench, pathOf(storageKey));
  await bench.sql.unsafe(UPSERT, [domainId]);
  return (performance.now() - begunMs) / 1000;
}

async function copy(bench: Bench, path: string): Promise<void> {
  if (!hasPsql) {
    const into = await bench.sql`copy bench_stage from stdin (format csv, header true)`.writable();
    return await pipeline(createReadStream(path), into);
  }
  const command = `\\copy bench_stage from '${path}' (format csv, header true)`;
  const done = spawnSync("psql", ["-X", "-q", "-d", bench.databaseUrl, "-c", command], {
    encoding: "utf8",
  });
  if (done.status !== 0) throw new Error(done.stderr);
}

/** What changes nothing is not written: the hash decides, as with us. */
const UPSERT = `
  with good as (
    select sku, name, family, string_to_array(categories, ',') as categories, enabled = 'yes' as enabled,
      jsonb_build_object(
        'description', jsonb_build_array(jsonb_build_object('value', description)),
        'price', jsonb_build_array(jsonb_build_object('currency', 'EUR', 'value', price)),
        'weight', jsonb_build_array(jsonb_build_object('unit', 'KILOGRAM', 'value', weight)),
        'stock', jsonb_build_array(jsonb_build_object('value', stock)),
        'ean', jsonb_build_array(jsonb_build_object('value', ean)),
        'color', jsonb_build_array(jsonb_build_object('value', color)),
        'launched', jsonb_build_array(jsonb_build_object('value', launched))) as attributes
    from bench_stage
    where sku is not null and price ~ '^[0-9.]+$' and weight ~ '^[0-9.]+$' and stock ~ '^[0-9]+$' and launched ~ '^[0-9]{4}-[0-9]{2}-[0-9]{2}$'
  )
  insert into bench_products as p (id, domain_id, sku, sku_key, name, family, categories, enabled, groups, attributes, content_hash,
    created_at, updated_at, created_by_run, updated_by_run)
  select uuidv7(), $1::uuid, sku, lower(sku), name, family, categories, enabled, '{}', attributes,
    encode(sha256(convert_to(concat_ws('|', sku, name, family, categories, enabled, attributes), 'UTF8')), 'hex'), now(), now(), 1, 1
  from good
  on conflict (domain_id, sku_key) do update set sku = excluded.sku, name = excluded.name, family = excluded.family,
    categories = excluded.categories, enabled = excluded.enabled, attributes = excluded.attributes,
    content_hash = excluded.content_hash, updated_at = excluded.updated_at, updated_by_run = excluded.updated_by_run
  where p.content_hash is distinct from excluded.content_hash`;
