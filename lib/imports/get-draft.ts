import { and, desc, eq, sql } from "drizzle-orm";
import { files } from "#drizzle/schema/data.ts";
import { runs } from "#drizzle/schema/runs.ts";
import { read } from "../access/transact.ts";
import type { Viewer } from "../access/viewer.ts";
import { visibleTo } from "../access/visible.ts";
import type { Tx } from "../platform/db.ts";
import type { RunStatus } from "../runs/status.ts";
import { loadDraft, type LoadedDraft } from "./load-draft.ts";
import { checkMapping, type MappingError } from "./mapping.ts";
import { unreadableCells } from "./unreadable-cells.ts";

/** All that the wizard shows of an import that was begun. */
export type Draft = Omit<LoadedDraft, "domainId"> & {
  domain: { id: string; name: string };
  /** What keeps it from being launched; empty when nothing does. */
  errors: MappingError[];
  /** Per column, the values among its first ones that can't be read as its target says. */
  unreadable: Map<number, { values: string[]; message: string }>;
  /** Earlier imports of the same bytes that the viewer may see, newest first. */
  sameFile: { runId: number; title: string; createdAt: Date; dryRun: boolean }[];
  /** The newest check of this file with the mapping as it is now. */
  check: { runId: number; status: RunStatus; mappingIsCurrent: boolean } | null;
  /** False when the file's time is up. */
  fileIsThere: boolean;
};

/** Throws Refusal `not-found` for a draft that does not exist or is somebody else's. */
export function getDraft(viewer: Viewer, draftId: string): Promise<Draft> {
  return read(viewer, async (tx) => {
    const { domainId, ...draft } = await loadDraft(tx, viewer, draftId);
    const { inspection, mapping, file } = draft;
    return {
      ...draft,
      domain: { id: domainId, name: viewer.domains.find(({ id }) => id === domainId)?.name ?? "" },
      errors: checkMapping(mapping, inspection.header),
      unreadable: unreadableCells(mapping, inspection),
      sameFile: await importsOfSameFile(tx, viewer, domainId, file),
      check: await newestCheck(tx, viewer, draft),
      fileIsThere: file.deletedAt === null,
    };
  });
}

const SHOWN_RUNS = 3;

function importsOfSameFile(tx: Tx, viewer: Viewer, domainId: string, file: LoadedDraft["file"]) {
  const { id, title, createdAt, parameters } = runs;
  return tx
    .select({
      runId: id,
      title,
      createdAt,
      dryRun: sql<boolean>`coalesce((${parameters} ->> 'dryRun')::boolean, false)`,
    })
    .from(runs)
    .innerJoin(files, eq(files.id, runs.inputFileId))
    .where(
      and(
        eq(files.domainId, domainId),
        eq(files.sha256, file.sha256),
        eq(runs.jobType, "product-import"),
        sql`coalesce(${parameters} ->> 'dryRun', 'false') = 'false'`,
        visibleTo(viewer, runs),
      ),
    )
    .orderBy(desc(id))
    .limit(SHOWN_RUNS);
}

async function newestCheck(
  tx: Tx,
  viewer: Viewer,
  draft: Omit<LoadedDraft, "domainId">,
): Promise<Draft["check"]> {
  const mapped = sql<boolean>`${runs.parameters} -> 'mapping' = ${JSON.stringify(draft.mapping)}::jsonb`;
  const [row] = await tx
    .select({ runId: runs.id, status: runs.status, mappingIsCurrent: mapped })
    .from(runs)
    .where(
      and(
        eq(runs.inputFileId, draft.file.id),
        sql`${runs.parameters} ->> 'dryRun' = 'true'`,
        visibleTo(viewer, runs),
      ),
    )
    .orderBy(desc(runs.id))
    .limit(1);
  return row ?? null;
}
