import type { Readable } from "node:stream";
import { eq } from "drizzle-orm";
import { files } from "#drizzle/schema/data.ts";
import { read } from "../access/transact.ts";
import type { Viewer } from "../access/viewer.ts";
import { now } from "../platform/clock.ts";
import { fileExists, openFile } from "../platform/storage.ts";
import { loadRun } from "../runs/load.ts";
import { notFound, Refusal } from "../text/refusal.ts";
import { downloadObstacle } from "./may-download.ts";

export type OpenInput = { runId: number; fileId: string };
export type Opened = {
  name: string;
  contentType: string;
  sizeBytes: number;
  sha256: string;
  stream: Readable;
};

const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

/**
 * Opens a file of a run for download. The right is asked for again here, whatever the page showed. The caller must read the
 * stream to its end or destroy it.
 * Throws Refusal `not-found` (no such run or file for this viewer), `forbidden`, `conflict` (expired).
 */
export async function openRunFile(viewer: Viewer, { runId, fileId }: OpenInput): Promise<Opened> {
  if (!UUID.test(fileId)) throw notFound("This file");
  const file = await read(viewer, async (tx) => {
    const run = await loadRun(tx, viewer, runId);
    const [found] = await tx.select().from(files).where(eq(files.id, fileId));
    const belongs =
      found &&
      (found.id === run.inputFileId || (found.runId === run.id && found.kind === "result"));
    if (!belongs) throw notFound("This file");
    const obstacle = downloadObstacle(viewer, run);
    if (obstacle) throw new Refusal("forbidden", obstacle);
    return {
      ...found,
      expired:
        found.deletedAt !== null ||
        (found.expiresAt !== null && found.expiresAt <= (await now(tx))),
    };
  });
  const { name, contentType, sizeBytes, sha256, storageKey } = file;
  if (file.expired || !(await fileExists(storageKey)))
    throw new Refusal("conflict", `${name} has expired and was removed.`);
  return { name, contentType, sizeBytes, sha256, stream: openFile(storageKey) };
}
