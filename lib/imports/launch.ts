import { and, desc, eq, inArray, sql } from "drizzle-orm";
import { importDrafts, savedMappings } from "#drizzle/schema/data.ts";
import { runs } from "#drizzle/schema/runs.ts";
import { write } from "../access/transact.ts";
import type { Viewer } from "../access/viewer.ts";
import { findJobType } from "../job-types/find.ts";
import { appNow } from "../platform/clock.ts";
import type { Tx } from "../platform/db.ts";
import { authorise, startRunWithin, type Started } from "../runs/start.ts";
import { ACTIVE, WAITING } from "../runs/status.ts";
import { conflict, invalid } from "../text/refusal.ts";
import { loadDraft, type LoadedDraft } from "./load-draft.ts";
import { checkMapping } from "./mapping.ts";

export type LaunchInput = {
  draftId: string;
  /** Only the report, nothing written. */
  dryRun: boolean;
};

/**
 * Starts the import of a draft, or its check. A draft is imported once: a second click leads to the same run. A check that waits or
 * runs for the same mapping is not started again. The mapping is kept for the next file with this header.
 * Throws Refusal `not-found`, `forbidden`, `invalid` (with the columns), `conflict` when the file is gone.
 */
export async function launchImport(
  viewer: Viewer,
  { draftId, dryRun }: LaunchInput,
): Promise<Started & { title: string }> {
  return await write(viewer, async (tx) => {
    // The lock makes two clicks follow each other.
    const draft = await loadDraft(tx, viewer, draftId, true);
    const title = dryRun ? `Check of ${draft.file.name}` : draft.file.name;
    if (draft.runId !== null) return { runId: draft.runId, isNew: false, title };
    assertLaunchable(draft);
    const checked = dryRun ? await checkUnderWay(tx, draft) : undefined;
    if (checked) return { runId: checked, isNew: false, title };
    const started = await start(tx, viewer, draft, dryRun, title);
    if (!dryRun) await finish(tx, viewer, draft, started.runId);
    return { ...started, title };
  });
}

function assertLaunchable({ mapping, inspection, file }: LoadedDraft): void {
  if (file.deletedAt) throw conflict("The file's time is up and it was removed. Upload it again.");
  const errors = checkMapping(mapping, inspection.header);
  if (errors.length === 0) return;
  const fields = errors.map(({ index, message }) => [
    index === undefined ? "field.sku" : `col.${index}`,
    message,
  ]);
  throw invalid(errors[0]?.message ?? "", Object.fromEntries(fields) as Record<string, string>);
}

async function start(
  tx: Tx,
  viewer: Viewer,
  draft: LoadedDraft,
  dryRun: boolean,
  title: string,
): Promise<Started> {
  const type = findJobType("product-import");
  authorise(viewer, type, draft.domainId);
  const { format, header } = draft.inspection;
  const given = { fileId: draft.file.id, format, header, mapping: draft.mapping, dryRun };
  const parameters = type.parameters.parse(given) as Record<string, unknown>;
  return await startRunWithin(tx, viewer, type, {
    domainId: draft.domainId,
    title,
    parameters,
    inputFileId: draft.file.id,
    inputSha256: draft.file.sha256,
    continuesRunId: draft.continuesRunId ?? undefined,
    idempotencyKey: dryRun ? undefined : `import ${draft.id}`,
  });
}

async function checkUnderWay(tx: Tx, draft: LoadedDraft): Promise<number | undefined> {
  const [row] = await tx
    .select({ id: runs.id })
    .from(runs)
    .where(
      and(
        eq(runs.inputFileId, draft.file.id),
        inArray(runs.status, [...WAITING, ...ACTIVE, "interrupted"]),
        sql`${runs.parameters} ->> 'dryRun' = 'true'`,
        sql`${runs.parameters} -> 'mapping' = ${JSON.stringify(draft.mapping)}::jsonb`,
      ),
    )
    .orderBy(desc(runs.id))
    .limit(1);
  return row?.id;
}

/** The draft is used up; what it taught about this header stays. */
async function finish(tx: Tx, viewer: Viewer, draft: LoadedDraft, runId: number): Promise<void> {
  await tx
    .update(importDrafts)
    .set({ runId, updatedAt: appNow })
    .where(eq(importDrafts.id, draft.id));
  const saved = { mapping: draft.mapping, savedBy: viewer.userId, savedAt: appNow };
  const { domainId, inspection } = draft;
  await tx
    .insert(savedMappings)
    .values({ domainId, jobType: "product-import", headerHash: inspection.headerHash, ...saved })
    .onConflictDoUpdate({
      target: [savedMappings.domainId, savedMappings.jobType, savedMappings.headerHash],
      set: saved,
    });
}
