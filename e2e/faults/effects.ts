import assert from "node:assert/strict";
import type { Site } from "./site.ts";

/** Every item of a `diary` was written, once. */
export async function assertDiaryOnce(site: Site, runId: number, items: number): Promise<void> {
  const [found] = await site.sql`
    select count(*)::int as products, count(distinct sku)::int as items from products where created_by_run = ${runId}`;
  assert.deepEqual(found, { products: items, items });
}

/** How many of a diary's lines stand in its log more than once. */
export async function doubleLines(site: Site, runId: number): Promise<number> {
  const [found] = await site.sql`
    select count(*)::int - count(distinct message)::int as n from log_lines
    where run_id = ${runId} and message like 'attempt %'`;
  return found?.["n"] as number;
}
