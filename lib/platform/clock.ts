import { sql, type SQL } from "drizzle-orm";
import type { Tx } from "./db.ts";

/** The database clock, for use inside statements. Test databases can move it; nothing else is asked for the time. */
export const appNow: SQL<Date> = sql<Date>`app_now()`;

/**
 * The same for statements that write many rows: as a sub-select it is asked once. By itself the function is asked for each column of
 * each row, which takes longer than writing them.
 */
export const appNowOnce: SQL<Date> = sql<Date>`(select app_now())`;

/** The database clock as a date. */
export async function now(tx: Tx): Promise<Date> {
  const [row] = await tx.execute<{ now: string }>(sql`select app_now() as now`);
  return new Date(row?.now as string);
}
