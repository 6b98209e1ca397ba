import { sql } from "drizzle-orm";
import type { Tx } from "../platform/db.ts";

/** Refreshes what the planner knows of a table and its partitions. False: somebody holds it and it was left alone. */
export async function analyzeTable(
  tx: Tx,
  { schema, name }: { schema: string; name: string },
): Promise<boolean> {
  const [row] = await tx.execute<{ done: boolean }>(
    sql`select app_analyze(${schema}, ${name}) as done`,
  );
  return row?.done ?? false;
}
