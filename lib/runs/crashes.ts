import { and, eq, sql } from "drizzle-orm";
import { runs } from "#drizzle/schema/runs.ts";
import type { Tx } from "../platform/db.ts";
import { inLane } from "./room.ts";

/** How often this job type has taken its process with it over this input, in all runs of the domain. Read only after a crash. */
export async function crashesOf(
  tx: Tx,
  run: { jobType: string; domainId: string | null; inputHash: string },
): Promise<number> {
  const [row] = await tx
    .select({ crashes: sql<number>`coalesce(sum(${runs.crashCount}), 0)::int` })
    .from(runs)
    .where(and(inLane(run), eq(runs.inputHash, run.inputHash)));
  return row?.crashes ?? 0;
}
