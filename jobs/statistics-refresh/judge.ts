import type { TableFacts } from "#lib/statistics/list-tables.ts";

/** Below this the planner's guess does no harm. */
const SMALL_ROWS = 1_000;

/** A tenth of the rows changed, which is when the database would do it by itself, or nothing is known of them. */
export function isStale({ rowCount, changedCount, ageSeconds }: TableFacts): boolean {
  if (rowCount < SMALL_ROWS) return false;
  return ageSeconds === null || changedCount > rowCount / 10;
}

/** More than a quarter of what a large table holds is dead; autovacuum begins at a fifth. */
export function faultOf(
  { rowCount, deadCount }: TableFacts,
  largeTableRows: number,
): { deadShare: number } | undefined {
  const all = rowCount + deadCount;
  if (all < largeTableRows || deadCount <= all / 4) return undefined;
  return { deadShare: deadCount / all };
}
