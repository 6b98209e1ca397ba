import type { Viewer } from "../access/viewer.ts";
import { storeUpload } from "../files/store-upload.ts";
import { deleteFile, pathOf, type Stored } from "../platform/storage.ts";
import { invalid, notFound } from "../text/refusal.ts";
import { continuable } from "./continuable.ts";
import { authoriseImport, createDraft } from "./create-draft.ts";
import { inspectFile } from "./inspect.ts";

export type UploadInput = {
  domainId: string;
  name: string;
  bytes: AsyncIterable<Uint8Array>;
  /** As the sender announced. */
  expectedBytes?: number;
  /** The run that the file continues. */
  continuesRunId?: number;
};

/**
 * Takes a file in: stores it while it comes, looks at it in a child process, and begins an import with it. Answers the draft's id.
 * What is refused, at whatever point, leaves nothing behind.
 * Throws Refusal `not-found`, `forbidden`, `too-many`, `invalid` (cut off, or a content that can't be imported); UploadTooLarge.
 */
export async function receiveUpload(viewer: Viewer, input: UploadInput): Promise<string> {
  authoriseImport(viewer, input.domainId);
  await assertContinuable(viewer, input);
  const stored = await storeUpload(input.bytes, input.expectedBytes);
  try {
    return await begin(viewer, input, stored);
  } catch (error) {
    await deleteFile(stored.storageKey);
    throw error;
  }
}

async function begin(viewer: Viewer, input: UploadInput, stored: Stored): Promise<string> {
  const { domainId, name, continuesRunId } = input;
  if (name === "" && stored.sizeBytes === 0) throw invalid("Choose a file first.");
  const inspection = await inspectFile(pathOf(stored.storageKey));
  if (!inspection.ok) throw invalid(inspection.message);
  return await createDraft(viewer, { domainId, name, stored, inspection, continuesRunId });
}

async function assertContinuable(viewer: Viewer, { continuesRunId, domainId }: UploadInput) {
  if (continuesRunId === undefined) return;
  const run = await continuable(viewer, continuesRunId);
  if (!run) throw notFound("This run");
  if (run.domainId !== domainId)
    throw invalid(`${run.title} #${run.runId} went into another domain.`);
}
