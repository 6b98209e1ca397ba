import { and, eq, isNull } from "drizzle-orm";
import { importDrafts } from "#drizzle/schema/data.ts";
import { write } from "../access/transact.ts";
import type { Viewer } from "../access/viewer.ts";
import { visibleWith } from "../access/visible.ts";
import { recordAudit } from "../audit/record.ts";
import { notFound } from "../text/refusal.ts";

/**
 * Takes an import back before it was launched. The file stays until its time is up, for the runs that may have checked it.
 * Throws Refusal `not-found`.
 */
export async function deleteDraft(viewer: Viewer, input: { draftId: string }): Promise<void> {
  await write(viewer, async (tx) => {
    const [gone] = await tx
      .delete(importDrafts)
      .where(
        and(
          eq(importDrafts.id, input.draftId),
          eq(importDrafts.userId, viewer.userId ?? ""),
          visibleWith(viewer, "imports.start", importDrafts.domainId),
          isNull(importDrafts.runId),
        ),
      )
      .returning({ id: importDrafts.id, domainId: importDrafts.domainId });
    if (!gone) throw notFound("This import");
    const { id, domainId } = gone;
    await recordAudit(tx, viewer, {
      action: "import-draft.delete",
      objectType: "import-draft",
      objectId: id,
      domainId,
    });
  });
}
