import { and, asc, eq, gt, inArray, isNull, or } from "drizzle-orm";
import { files } from "#drizzle/schema/data.ts";
import { issueGroups } from "#drizzle/schema/runs.ts";
import type { Viewer } from "../access/viewer.ts";
import { downloadObstacle, type Downloadable } from "../files/may-download.ts";
import { appNow } from "../platform/clock.ts";
import type { Tx } from "../platform/db.ts";

/** What can be downloaded of a run from its row in a list. */
export type Download = { kind: "result"; fileId: string; name: string } | { kind: "refused-rows" };

type Source = Downloadable & { id: number; hasResults: boolean; issueCount: number };

/** The downloads of the runs of a page that this viewer may take, results first; one query for each kind that occurs. */
export async function downloadsOf(
  tx: Tx,
  viewer: Viewer,
  found: readonly Source[],
): Promise<Map<number, Download[]>> {
  const allowed = found.filter((run) => downloadObstacle(viewer, run) === undefined);
  const results = await resultsOf(
    tx,
    idsWhere(allowed, (run) => run.hasResults),
  );
  const refused = await withRefusedRows(
    tx,
    idsWhere(allowed, (run) => run.issueCount > 0),
  );
  return new Map(
    allowed.map(({ id }) => {
      const own: Download[] = (results.get(id) ?? []).map(({ fileId, name }) => ({
        kind: "result",
        fileId,
        name,
      }));
      return [id, refused.has(id) ? [...own, { kind: "refused-rows" }] : own];
    }),
  );
}

const idsWhere = (found: readonly Source[], has: (run: Source) => boolean) =>
  found.filter(has).map((run) => run.id);

async function resultsOf(tx: Tx, ids: readonly number[]) {
  if (ids.length === 0) return new Map<number | null, { fileId: string; name: string }[]>();
  const rows = await tx
    .select({ runId: files.runId, fileId: files.id, name: files.name })
    .from(files)
    .where(
      and(
        inArray(files.runId, [...ids]),
        eq(files.kind, "result"),
        isNull(files.deletedAt),
        or(isNull(files.expiresAt), gt(files.expiresAt, appNow)),
      ),
    )
    .orderBy(asc(files.createdAt), asc(files.id));
  return Map.groupBy(rows, (row) => row.runId);
}

async function withRefusedRows(tx: Tx, ids: readonly number[]): Promise<Set<number>> {
  if (ids.length === 0) return new Set();
  const rows = await tx
    .selectDistinct({ runId: issueGroups.runId })
    .from(issueGroups)
    .where(and(inArray(issueGroups.runId, [...ids]), eq(issueGroups.severity, "refused")));
  return new Set(rows.map((row) => row.runId));
}
