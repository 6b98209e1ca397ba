import { and, desc, eq, sql } from "drizzle-orm";
import { runs } from "#drizzle/schema/runs.ts";
import { read } from "../access/transact.ts";
import type { Viewer } from "../access/viewer.ts";
import { visibleTo } from "../access/visible.ts";
import { readRows, type RunRow } from "../runs/row.ts";

const SHOWN = 25;

/** The newest imports that the viewer may see, in all his domains or the one named; checks, which write nothing, are left out. */
export function listRecentImports(viewer: Viewer, domain?: string): Promise<RunRow[]> {
  const chosen = viewer.domains.find((each) => each.name === domain)?.id;
  return read(viewer, async (tx) => {
    const found = await tx
      .select({ id: runs.id })
      .from(runs)
      .where(
        and(
          visibleTo(viewer, runs),
          eq(runs.jobType, "product-import"),
          domain === undefined ? undefined : chosen ? eq(runs.domainId, chosen) : sql`false`,
          sql`coalesce(${runs.parameters} ->> 'dryRun', 'false') = 'false'`,
        ),
      )
      .orderBy(desc(runs.id))
      .limit(SHOWN);
    return await readRows(
      tx,
      viewer,
      found.map((run) => run.id),
    );
  });
}
