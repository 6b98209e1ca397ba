import { and, eq } from "drizzle-orm";
import { files, importDrafts } from "#drizzle/schema/data.ts";
import type { Viewer } from "../access/viewer.ts";
import { visibleWith } from "../access/visible.ts";
import type { Tx } from "../platform/db.ts";
import { notFound } from "../text/refusal.ts";
import { mappingOf, type DraftInspection } from "./draft.ts";
import { guessMapping } from "./guess-mapping.ts";
import type { Mapping } from "./mapping.ts";

export type LoadedDraft = {
  id: string;
  domainId: string;
  inspection: DraftInspection;
  mapping: Mapping;
  updatedAt: Date;
  runId: number | null;
  continuesRunId: number | null;
  file: {
    id: string;
    name: string;
    sizeBytes: number;
    sha256: string;
    storageKey: string;
    deletedAt: Date | null;
  };
};

/** A person's own draft in a domain where he may import. Drafts of others are not there. Throws Refusal `not-found`. */
export async function loadDraft(
  tx: Tx,
  viewer: Viewer,
  draftId: string,
  lock = false,
): Promise<LoadedDraft> {
  const { id, name, sizeBytes, sha256, storageKey, deletedAt } = files;
  const query = tx
    .select({ draft: importDrafts, file: { id, name, sizeBytes, sha256, storageKey, deletedAt } })
    .from(importDrafts)
    .innerJoin(files, eq(files.id, importDrafts.fileId))
    .where(
      and(
        eq(importDrafts.id, draftId),
        eq(importDrafts.userId, viewer.userId ?? ""),
        visibleWith(viewer, "imports.start", importDrafts.domainId),
      ),
    );
  const [row] = lock ? await query.for("update", { of: importDrafts }) : await query;
  if (!row) throw notFound("This import");
  const { draft, file } = row;
  const inspection = draft.inspection as DraftInspection;
  // A draft of another version of the program begins anew with what can be guessed.
  const mapping =
    mappingOf(draft.mapping) ?? guessMapping(inspection.header, inspection.samples).mapping;
  const { domainId, updatedAt, runId, continuesRunId } = draft;
  return { id: draft.id, domainId, inspection, mapping, updatedAt, runId, continuesRunId, file };
}
