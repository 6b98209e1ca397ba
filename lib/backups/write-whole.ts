import { createHash } from "node:crypto";
import { mkdir, open, rm } from "node:fs/promises";
import { dirname } from "node:path";
import { JobError } from "../job-types/define.ts";

/** Size in bytes and SHA-256 (hex) of what was written. */
export type Whole = { sizeBytes: number; sha256: string };

/**
 * Writes a file to the disk itself: when this answers, a power cut can't take it away. What fails or is stopped leaves nothing.
 * Throws `JobError` `disk-full`, and what the source throws.
 */
export async function writeWhole(
  source: AsyncIterable<Buffer>,
  path: string,
  { signal, onBytes }: { signal?: AbortSignal; onBytes?: (count: number) => void } = {},
): Promise<Whole> {
  const hash = createHash("sha256");
  let sizeBytes = 0;
  try {
    await mkdir(dirname(path), { recursive: true, mode: 0o700 });
    const file = await open(path, "w", 0o600);
    try {
      for await (const chunk of source) {
        signal?.throwIfAborted();
        await file.writeFile(chunk);
        hash.update(chunk);
        sizeBytes += chunk.length;
        onBytes?.(chunk.length);
      }
      await file.sync();
    } finally {
      await file.close();
    }
    return { sizeBytes, sha256: hash.digest("hex") };
  } catch (error) {
    await rm(path, { force: true });
    throw diskFull(error, path) ?? error;
  }
}

/** The error as a job's, when the disk, a quota or a limit of the process is what stands in the way. */
function diskFull(error: unknown, path: string): JobError | undefined {
  const code = error instanceof Error && "code" in error ? String(error.code) : "";
  if (!["ENOSPC", "EDQUOT", "EFBIG"].includes(code)) return undefined;
  return new JobError(
    "disk-full",
    `There is no room left in ${dirname(path)} for the backup. Nothing of it was kept; earlier backups are still there.`,
    String(error),
  );
}
