import { eq } from "drizzle-orm";
import { importDrafts } from "#drizzle/schema/data.ts";
import { write } from "../access/transact.ts";
import type { Viewer } from "../access/viewer.ts";
import { recordAudit } from "../audit/record.ts";
import { appNow } from "../platform/clock.ts";
import { conflict, invalid } from "../text/refusal.ts";
import type { Match } from "./draft.ts";
import { loadDraft } from "./load-draft.ts";
import { editMapping, fieldsInOneColumn, type MappingEdits } from "./mapping-edits.ts";
import type { Mapping } from "./mapping.ts";

/**
 * Keeps what a person chose in the wizard, also while it is incomplete. What changed is marked as chosen by hand.
 * Throws Refusal `not-found`, `conflict` once it was launched, `invalid` where two fields want one column.
 */
export async function saveMapping(
  viewer: Viewer,
  { draftId, edits }: { draftId: string; edits: MappingEdits },
): Promise<void> {
  const both = fieldsInOneColumn(edits);
  if (both) throw sameColumn(both);
  await write(viewer, async (tx) => {
    const draft = await loadDraft(tx, viewer, draftId, true);
    if (draft.runId !== null) throw conflict(`This file was imported as run #${draft.runId}.`);
    const mapping = editMapping(draft.mapping, edits);
    if (JSON.stringify(mapping) === JSON.stringify(draft.mapping)) return;
    const matches = marked(draft.inspection.matches, draft.mapping, mapping);
    const inspection = { ...draft.inspection, matches };
    await tx
      .update(importDrafts)
      .set({ mapping, inspection, updatedAt: appNow })
      .where(eq(importDrafts.id, draftId));
    await recordAudit(tx, viewer, {
      action: "import-draft.map",
      objectType: "import-draft",
      objectId: draftId,
      domainId: draft.domainId,
      after: { columns: changedColumns(draft.mapping, mapping) },
    });
  });
}

function sameColumn([one, other]: [string, string]) {
  const message = `${one} and ${other} can't be read from the same column.`;
  return invalid(message, { [`field.${one}`]: message, [`field.${other}`]: message });
}

const CHOSEN: Match = { match: "chosen", why: "You chose it." };

function marked(matches: Match[], before: Mapping, after: Mapping): Match[] {
  const changed = new Set(changedColumns(before, after));
  return matches.map((match, index) => (changed.has(index) ? CHOSEN : match));
}

function changedColumns(before: Mapping, after: Mapping): number[] {
  return after.columns.flatMap(({ index, target }, at) =>
    JSON.stringify(target) === JSON.stringify(before.columns[at]?.target) ? [] : [index],
  );
}
