import { eq } from "drizzle-orm";
import { importDrafts } from "#drizzle/schema/data.ts";
import { read, write } from "../access/transact.ts";
import type { Viewer } from "../access/viewer.ts";
import { recordAudit } from "../audit/record.ts";
import { appNow } from "../platform/clock.ts";
import { pathOf } from "../platform/storage.ts";
import { conflict, invalid } from "../text/refusal.ts";
import { guessedMatches, keptInspection } from "./draft.ts";
import { guessMapping } from "./guess-mapping.ts";
import { inspectFile } from "./inspect.ts";
import { loadDraft, type LoadedDraft } from "./load-draft.ts";
import type { FormatInput } from "./wizard-input.ts";

/**
 * Keeps how a file is to be read. Another delimiter makes other columns of it: the file is looked at again and the mapping begins
 * anew. Throws Refusal `not-found`, `conflict` once it was launched, `invalid` where the file makes no sense that way.
 */
export async function changeFormat(viewer: Viewer, input: FormatInput): Promise<void> {
  const { draftId, delimiter, decimalMark, dateOrder } = input;
  const draft = await read(viewer, (tx) => loadDraft(tx, viewer, draftId));
  if (draft.runId !== null) throw conflict(`This file was imported as run #${draft.runId}.`);
  const same = draft.inspection.format.delimiter === delimiter;
  const found = same ? draft : await lookAgain(draft, delimiter);
  const mapping = { ...found.mapping, decimalMark, dateOrder };
  await write(viewer, async (tx) => {
    const now = await loadDraft(tx, viewer, draftId, true);
    if (now.updatedAt.getTime() !== draft.updatedAt.getTime() || now.runId !== null) {
      throw conflict("The import was changed in another window meanwhile. Look at it again.");
    }
    const values = { mapping, inspection: found.inspection, updatedAt: appNow };
    await tx.update(importDrafts).set(values).where(eq(importDrafts.id, draftId));
    await recordAudit(tx, viewer, {
      action: "import-draft.format",
      objectType: "import-draft",
      objectId: draftId,
      domainId: draft.domainId,
      after: { delimiter, decimalMark, dateOrder },
    });
  });
}

async function lookAgain(draft: LoadedDraft, delimiter: FormatInput["delimiter"]) {
  const found = await inspectFile(pathOf(draft.file.storageKey), delimiter);
  if (!found.ok) throw invalid(found.message, { delimiter: found.message });
  const { mapping, guesses } = guessMapping(found.header, found.samples);
  return { mapping, inspection: keptInspection(found, guessedMatches(guesses)) };
}
