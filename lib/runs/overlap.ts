import { and, eq, inArray, sql } from "drizzle-orm";
import { runs } from "#drizzle/schema/runs.ts";
import type { Tx } from "../platform/db.ts";
import { ACTIVE, WAITING, type RunStatus } from "./status.ts";

/**
 * The runs of a type that wait or run under an overlap key. Until the caller's transaction ends no other one can ask, so that
 * two starts at the same moment see each other.
 */
export async function aliveWithKey(
  tx: Tx,
  jobType: string,
  key: string,
): Promise<Array<{ id: number; status: RunStatus }>> {
  await tx.execute(sql`select pg_advisory_xact_lock(hashtextextended(${`${jobType} ${key}`}, 1))`);
  return await tx
    .select({ id: runs.id, status: runs.status })
    .from(runs)
    .where(
      and(
        eq(runs.jobType, jobType),
        eq(runs.overlapKey, key),
        inArray(runs.status, [...WAITING, ...ACTIVE, "interrupted"]),
      ),
    );
}
