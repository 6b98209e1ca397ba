import { and, desc, eq, isNull } from "drizzle-orm";
import { files, importDrafts } from "#drizzle/schema/data.ts";
import { read } from "../access/transact.ts";
import type { Viewer } from "../access/viewer.ts";
import { visibleWith } from "../access/visible.ts";

export type DraftRow = {
  id: string;
  name: string;
  sizeBytes: number;
  domain: string;
  updatedAt: Date;
  continuesRunId: number | null;
};

const SHOWN = 10;

/** The viewer's own imports that were begun and not launched, newest first. */
export function listDrafts(viewer: Viewer): Promise<DraftRow[]> {
  return read(viewer, async (tx) => {
    const rows = await tx
      .select({
        id: importDrafts.id,
        name: files.name,
        sizeBytes: files.sizeBytes,
        domainId: importDrafts.domainId,
        updatedAt: importDrafts.updatedAt,
        continuesRunId: importDrafts.continuesRunId,
      })
      .from(importDrafts)
      .innerJoin(files, eq(files.id, importDrafts.fileId))
      .where(
        and(
          visibleWith(viewer, "imports.start", importDrafts.domainId),
          eq(importDrafts.userId, viewer.userId ?? ""),
          isNull(importDrafts.runId),
          isNull(files.deletedAt),
        ),
      )
      .orderBy(desc(importDrafts.updatedAt))
      .limit(SHOWN);
    const nameOf = (id: string) => viewer.domains.find((domain) => domain.id === id)?.name ?? "";
    return rows.map(({ domainId, ...row }) => ({ ...row, domain: nameOf(domainId) }));
  });
}
