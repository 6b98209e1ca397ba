import { and, eq, sql } from "drizzle-orm";
import { files, importDrafts, savedMappings } from "#drizzle/schema/data.ts";
import { users } from "#drizzle/schema/people.ts";
import { write } from "../access/transact.ts";
import { can, type Viewer } from "../access/viewer.ts";
import { recordAudit } from "../audit/record.ts";
import { cleanFileName } from "../files/file-name.ts";
import { assertRoom } from "../files/quota.ts";
import { appNow } from "../platform/clock.ts";
import type { Tx } from "../platform/db.ts";
import { settings } from "../platform/env.ts";
import { newId } from "../platform/ids.ts";
import type { Stored } from "../platform/storage.ts";
import { forbidden, notFound } from "../text/refusal.ts";
import { guessedMatches, keptInspection, mappingOf, type Match } from "./draft.ts";
import { guessMapping } from "./guess-mapping.ts";
import type { Inspection } from "./inspect.ts";
import { checkMapping, type Mapping } from "./mapping.ts";

export type CreateDraftInput = {
  domainId: string;
  /** As the sender calls it. */
  name: string;
  stored: Stored;
  inspection: Inspection;
  /** The run whose refused rows or input the file corrects; `continuable` has said that it may. */
  continuesRunId?: number;
};

/**
 * Makes a stored and inspected upload a file of the domain and begins an import with it, mapped as well as can be guessed, or as
 * somebody mapped a file with this header before. One transaction: a file that has no draft is nobody's.
 * Throws Refusal `not-found`, `forbidden`, `too-many`.
 */
export async function createDraft(viewer: Viewer, input: CreateDraftInput): Promise<string> {
  const { domainId, name, continuesRunId } = input;
  authoriseImport(viewer, domainId);
  const draftId = newId();
  await write(viewer, async (tx) => {
    await assertRoom(tx, domainId, input.stored.sizeBytes);
    const fileId = await insertFile(tx, viewer, input);
    const { mapping, matches, savedBy } = await beginning(tx, domainId, input.inspection);
    await tx.insert(importDrafts).values({
      id: draftId,
      domainId,
      userId: viewer.userId as string,
      jobType: "product-import",
      fileId,
      inspection: keptInspection(input.inspection, matches, savedBy),
      mapping,
      createdAt: appNow,
      updatedAt: appNow,
      continuesRunId,
    });
    const after = { name, sizeBytes: input.stored.sizeBytes, sha256: input.stored.sha256 };
    const entry = { action: "file.upload", objectType: "file", objectId: fileId, domainId, after };
    await recordAudit(tx, viewer, entry);
  });
  return draftId;
}

/** Whether a person may import into a domain. Throws Refusal `not-found` for one that he can't see, `forbidden`. */
export function authoriseImport(viewer: Viewer, domainId: string): void {
  if (!viewer.userId || !viewer.domains.some((domain) => domain.id === domainId)) {
    throw notFound("This domain");
  }
  if (!can(viewer, "imports.start", domainId)) throw forbidden("imports.start");
}

async function insertFile(tx: Tx, viewer: Viewer, input: CreateDraftInput): Promise<string> {
  const id = newId();
  const keepDays = settings().FILE_KEEP_DAYS;
  await tx.insert(files).values({
    id,
    domainId: input.domainId,
    kind: "input",
    name: cleanFileName(input.name),
    contentType:
      input.inspection.format.delimiter === "\t" ? "text/tab-separated-values" : "text/csv",
    rowCount: input.inspection.rowsCounted ? input.inspection.estimatedRows : null,
    createdBy: viewer.userId,
    createdAt: appNow,
    expiresAt: sql`app_now() + make_interval(secs => ${keepDays * 24 * 3600})`,
    ...input.stored,
  });
  return id;
}

type Beginning = { mapping: Mapping; matches: Match[]; savedBy?: string };

/** A mapping that was saved for this header in this domain, as long as it still fits; else a guess. */
async function beginning(tx: Tx, domainId: string, inspection: Inspection): Promise<Beginning> {
  const { header, headerHash, samples } = inspection;
  const saved = await savedMapping(tx, domainId, headerHash);
  if (saved && checkMapping(saved.mapping, header).length === 0) {
    const why = `As ${saved.name ?? "somebody"} mapped a file with these columns before.`;
    const matches = header.map((): Match => ({ match: "saved", why }));
    return { mapping: saved.mapping, matches, savedBy: saved.name ?? "" };
  }
  const { mapping, guesses } = guessMapping(header, samples);
  return { mapping, matches: guessedMatches(guesses) };
}

async function savedMapping(tx: Tx, domainId: string, headerHash: string) {
  const [row] = await tx
    .select({ mapping: savedMappings.mapping, name: users.name })
    .from(savedMappings)
    .leftJoin(users, eq(users.id, savedMappings.savedBy))
    .where(
      and(
        eq(savedMappings.domainId, domainId),
        eq(savedMappings.jobType, "product-import"),
        eq(savedMappings.headerHash, headerHash),
      ),
    );
  const mapping = mappingOf(row?.mapping);
  return row && mapping ? { mapping, name: row.name } : undefined;
}
