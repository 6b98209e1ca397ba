import { and, eq, sql } from "drizzle-orm";
import { domains } from "#drizzle/schema/people.ts";
import { runs } from "#drizzle/schema/runs.ts";
import { visibleTo } from "../access/visible.ts";
import type { Viewer } from "../access/viewer.ts";
import type { Tx } from "../platform/db.ts";

export type Chosen = Awaited<ReturnType<typeof select>>[number];

/**
 * What is decided by, of up to a thousand runs at once: their parameters and checkpoints may be large. Those that the viewer may
 * not see are missing, like those that don't exist.
 */
export async function loadChosen(
  tx: Tx,
  viewer: Viewer,
  ids: readonly number[],
): Promise<Map<number, Chosen>> {
  return new Map((await select(tx, viewer, ids)).map((run) => [run.id, run]));
}

function select(tx: Tx, viewer: Viewer, ids: readonly number[]) {
  return tx
    .select({
      id: runs.id,
      title: runs.title,
      jobType: runs.jobType,
      domainId: runs.domainId,
      domainName: domains.name,
      status: runs.status,
      claim: runs.claim,
      quarantinedAt: runs.quarantinedAt,
      overlapKey: runs.overlapKey,
    })
    .from(runs)
    .leftJoin(domains, eq(domains.id, runs.domainId))
    .where(and(sql`${runs.id} = any (${`{${ids.join(",")}}`}::bigint[])`, visibleTo(viewer, runs)));
}
