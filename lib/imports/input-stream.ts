import { and, eq, isNull } from "drizzle-orm";
import type { Readable } from "node:stream";
import { files } from "#drizzle/schema/data.ts";
import { read } from "../access/transact.ts";
import type { Viewer } from "../access/viewer.ts";
import { JobError } from "../job-types/define.ts";
import { fileExists, openFile } from "../platform/storage.ts";

/** An input file that is there. `open` answers its bytes, from an offset on. */
export type InputFile = {
  name: string;
  sizeBytes: number;
  sha256: string;
  open: (start?: number) => Readable;
};

/**
 * The input of a run. Throws JobError `file-missing` when it is not in the run's domain, has expired or was removed from the
 * store.
 */
export async function openInput(
  viewer: Viewer,
  domainId: string,
  fileId: string,
): Promise<InputFile> {
  const [row] = await read(viewer, (tx) =>
    tx
      .select()
      .from(files)
      .where(and(eq(files.id, fileId), eq(files.domainId, domainId), isNull(files.deletedAt))),
  );
  if (!row || !(await fileExists(row.storageKey))) {
    throw new JobError(
      "file-missing",
      `The file ${row?.name ?? ""} is not in the store any more.`.replace("  ", " "),
    );
  }
  const { name, sizeBytes, sha256, storageKey } = row;
  return { name, sizeBytes, sha256, open: (start) => openFile(storageKey, start) };
}
