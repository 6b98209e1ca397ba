import { and, desc, eq, isNull, lte } from "drizzle-orm";
import { runs } from "#drizzle/schema/runs.ts";
import { visibleTo } from "../access/visible.ts";
import type { Viewer } from "../access/viewer.ts";
import type { Tx } from "../platform/db.ts";
import type { RunStatus } from "./status.ts";
import type { UsualKey } from "./usual.ts";

/** One past run in a strip: how it ended and how long it took; null when it has not ended or never began. */
export type StripRun = { id: number; status: RunStatus; durationMs: number | null };

/** The newest runs of a job type in a domain that the viewer may see, oldest first; up to `until` where it is given. */
export async function stripOf(
  tx: Tx,
  viewer: Viewer,
  key: UsualKey & { until?: number; count?: number },
): Promise<StripRun[]> {
  const { jobType, domainId, until, count = 30 } = key;
  const rows = await tx
    .select({ id: runs.id, status: runs.status, startedAt: runs.startedAt, endedAt: runs.endedAt })
    .from(runs)
    .where(
      and(
        visibleTo(viewer, runs),
        eq(runs.jobType, jobType),
        domainId === null ? isNull(runs.domainId) : eq(runs.domainId, domainId),
        until ? lte(runs.id, until) : undefined,
      ),
    )
    .orderBy(desc(runs.id))
    .limit(count);
  return rows.toReversed().map(({ id, status, startedAt, endedAt }) => {
    return {
      id,
      status,
      durationMs: startedAt && endedAt ? endedAt.getTime() - startedAt.getTime() : null,
    };
  });
}
