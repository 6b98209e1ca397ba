import { sql, type SQL } from "drizzle-orm";
import { runs } from "#drizzle/schema/runs.ts";

/** Whether a column is one of these run numbers: one parameter however many they are, and one text that the server knows. */
export function among(ids: readonly number[], column: SQL | typeof runs.id = runs.id): SQL {
  return sql`${column} = any(${`{${ids.join(",")}}`}::bigint[])`;
}
