import { sql } from "drizzle-orm";
import { can, type Viewer } from "../access/viewer.ts";
import { appNowOnce } from "../platform/clock.ts";
import type { Tx } from "../platform/db.ts";
import { newId } from "../platform/ids.ts";
import { forbidden } from "../text/refusal.ts";
import { applyChange, type ProductContent } from "./content.ts";
import { foreign } from "./foreign.ts";
import { preparedAs, type PreparedChange } from "./prepare-change.ts";

export type UpsertInput = {
  domainId: string;
  /** In lock order. Article numbers differ, without regard to case. A few thousand at most: the chunk is held in memory twice. */
  changes: PreparedChange[];
  /** `slotKey` of every attribute that the file has a column for. */
  slots: ReadonlySet<string>;
  runId: number;
  /** The same answer, nothing written. */
  dryRun: boolean;
};

export type UpsertCounts = { created: number; updated: number; unchanged: number };

/**
 * Writes a chunk of products in the caller's transaction, set by set: those unknown are inserted, those that differ are
 * changed, the others are not touched. Fields without a column stay as they are. Two runs may write the same products at the
 * same time; rows are locked in the order of their article numbers.
 * Throws Refusal `forbidden` when the viewer may not import into the domain (any more).
 */
export async function upsertProducts(
  tx: Tx,
  viewer: Viewer,
  input: UpsertInput,
): Promise<UpsertCounts> {
  if (!can(viewer, "imports.start", input.domainId)) throw forbidden("imports.start");
  const counts: UpsertCounts = { created: 0, updated: 0, unchanged: 0 };
  await place(tx, input, input.changes, counts);
  return counts;
}

type Row = PreparedChange;

async function place(tx: Tx, input: UpsertInput, rows: Row[], counts: UpsertCounts): Promise<void> {
  const known = await knownHashes(tx, input.domainId, rows);
  const fresh = rows.filter((row) => !known.has(row.skuKey));
  const differing = rows.filter(
    (row) => known.has(row.skuKey) && known.get(row.skuKey) !== row.contentHash,
  );
  counts.unchanged += rows.length - fresh.length - differing.length;
  await change(tx, input, differing, counts);
  const taken = await create(tx, input, fresh);
  counts.created += fresh.length - taken.length;
  // Another run has inserted these between our look and our insert; now they can be seen.
  if (taken.length > 0) await place(tx, input, taken, counts);
}

async function knownHashes(
  tx: Tx,
  domainId: string,
  rows: readonly Row[],
): Promise<Map<string, string>> {
  const found = await tx.execute<{ sku_key: string; content_hash: string }>(sql`
    select sku_key, content_hash from products
    where domain_id = ${domainId} and sku_key = any (${keysOf(rows)})`);
  return new Map(found.map((row) => [row.sku_key, row.content_hash]));
}

/** Answers the rows that somebody else has inserted meanwhile. */
async function create(
  tx: Tx,
  { domainId, runId, dryRun }: UpsertInput,
  rows: Row[],
): Promise<Row[]> {
  if (dryRun || rows.length === 0) return [];
  const inserted = await tx.execute<{ sku_key: string }>(sql`
    insert into products (id, domain_id, sku, sku_key, name, family, categories, enabled, parent, groups, attributes, content_hash,
      created_at, updated_at, created_by_run, updated_by_run)
    select id, ${domainId}, sku, sku_key, name, family, categories, enabled, parent, groups, attributes, content_hash,
      ${appNowOnce}, ${appNowOnce}, ${runId}, ${runId}
    from ${recordset(rows.map((row) => `{"id":"${newId()}",${row.columns.slice(1)}`))} order by sku_key
    on conflict (domain_id, sku_key) do nothing
    returning sku_key`);
  if (inserted.length === rows.length) return [];
  const ours = new Set(inserted.map((row) => row.sku_key));
  return rows.filter((row) => !ours.has(row.skuKey));
}

async function change(
  tx: Tx,
  input: UpsertInput,
  rows: Row[],
  counts: UpsertCounts,
): Promise<void> {
  if (rows.length === 0) return;
  const known = await lockProducts(tx, input, rows);
  const before = await contentsOf(
    tx,
    input,
    rows.filter((row) => known.get(row.skuKey)?.is_foreign),
  );
  const changed: Row[] = [];
  for (const row of rows) {
    const after = merged(row, before.get(row.skuKey), input);
    if (after.contentHash !== known.get(row.skuKey)?.content_hash) changed.push(after);
  }
  counts.updated += changed.length;
  counts.unchanged += rows.length - changed.length;
  if (!input.dryRun && changed.length > 0) await update(tx, input, changed);
}

function merged(row: Row, before: ProductContent | undefined, { slots }: UpsertInput): Row {
  if (!before) return row;
  return preparedAs(row.change, applyChange(before, row.change, slots));
}

type Known = { sku_key: string; content_hash: string; is_foreign: boolean };

async function lockProducts(
  tx: Tx,
  { domainId, dryRun, slots }: UpsertInput,
  rows: readonly Row[],
): Promise<Map<string, Known>> {
  const changes = rows.map((row) => row.change);
  const found = await tx.execute<Known>(sql`
    select sku_key, content_hash, ${foreign(changes, slots)} as is_foreign from products
    where domain_id = ${domainId} and sku_key = any (${keysOf(rows)})
    order by sku_key ${dryRun ? sql`` : sql`for update`}`);
  return new Map(found.map((row) => [row.sku_key, row]));
}

/** Of products that say more than their change does. */
async function contentsOf(
  tx: Tx,
  { domainId }: UpsertInput,
  rows: readonly Row[],
): Promise<Map<string, ProductContent>> {
  if (rows.length === 0) return new Map();
  const found = await tx.execute<ProductContent & { sku_key: string }>(sql`
    select sku_key, sku, name, family, categories, enabled, parent, groups, attributes from products
    where domain_id = ${domainId} and sku_key = any (${keysOf(rows)})`);
  return new Map(found.map(({ sku_key, ...content }) => [sku_key, content]));
}

async function update(
  tx: Tx,
  { domainId, runId }: UpsertInput,
  rows: readonly Row[],
): Promise<void> {
  await tx.execute(sql`
    update products p set sku = r.sku, name = r.name, family = r.family, categories = r.categories, enabled = r.enabled,
      parent = r.parent, groups = r.groups, attributes = r.attributes, content_hash = r.content_hash,
      updated_at = ${appNowOnce}, updated_by_run = ${runId}
    from ${recordset(rows.map((row) => row.columns))}
    where p.domain_id = ${domainId} and p.sku_key = r.sku_key`);
}

/** One parameter whatever the number of rows; a list of single ones would end at 65,535. */
const keysOf = (rows: readonly Row[]) =>
  sql`array(select jsonb_array_elements_text(${JSON.stringify(rows.map((row) => row.skuKey))}::jsonb))`;

const recordset = (
  rows: readonly string[],
) => sql`json_to_recordset(${`[${rows.join(",")}]`}::json) as r (id uuid, sku text, sku_key text,
  name text, family text, categories text[], enabled boolean, parent text, groups text[], attributes jsonb, content_hash text)`;
