import { and, count, eq, inArray, sql, type SQL } from "drizzle-orm";
import { runs } from "#drizzle/schema/runs.ts";
import type { Tx } from "../platform/db.ts";
import { ACTIVE } from "./status.ts";

/** Runs of one job type in one domain (null: the installation) share a limit. */
export type Lane = { jobType: string; domainId: string | null };

/** Sorts lanes into the one order in which they are locked, so that two transactions never wait for each other. */
export const laneKey = ({ jobType, domainId }: Lane) => `${jobType} ${domainId ?? ""}`;

export function inLane({ jobType, domainId }: Lane): SQL {
  return and(
    eq(runs.jobType, jobType),
    sql`${runs.domainId} is not distinct from ${domainId}`,
  ) as SQL;
}

/**
 * Until the transaction ends nobody else decides how many of this lane may run. Taking a run needs it before, and for as short as
 * can be: everybody of the lane waits. Ends write their rows first and take it for what they make room for; the rows of the two
 * are never the same, so none waits for the other twice.
 */
export async function lockLane(tx: Tx, lane: Lane): Promise<void> {
  await tx.execute(sql`select pg_advisory_xact_lock(hashtextextended(${laneKey(lane)}, 2))`);
}

/** How many more runs of the lane may run now. The lane must be locked. */
export async function roomIn(tx: Tx, lane: Lane, limit: number): Promise<number> {
  const [active] = await tx
    .select({ runs: count() })
    .from(runs)
    .where(and(inLane(lane), inArray(runs.status, ACTIVE)));
  return Math.max(0, limit - (active?.runs ?? 0));
}
