import { createHash } from "node:crypto";
import { createReadStream, createWriteStream } from "node:fs";
import { mkdir, rename, rm, stat } from "node:fs/promises";
import { dirname, join } from "node:path";
import { Transform, type Readable } from "node:stream";
import { pipeline } from "node:stream/promises";
import { Refusal } from "../text/refusal.ts";
import { dataFolder } from "./env.ts";
import { newId } from "./ids.ts";

/** Size in bytes and SHA-256 (hex) of what was stored. */
export type Stored = { storageKey: string; sizeBytes: number; sha256: string };

/**
 * Streams bytes into the store. The file appears under its key only when it is whole; a cut stream leaves nothing.
 * Throws Refusal `invalid` when it grows over `maxBytes`.
 */
export async function putFile(source: Readable, maxBytes: number): Promise<Stored> {
  const storageKey = newKey();
  const path = pathOf(storageKey);
  const draft = `${path}.part`;
  await mkdir(dirname(path), { recursive: true });
  const hash = createHash("sha256");
  let sizeBytes = 0;
  const meter = new Transform({
    transform(chunk: Buffer, _encoding, done) {
      sizeBytes += chunk.length;
      hash.update(chunk);
      done(sizeBytes > maxBytes ? tooLarge(maxBytes) : null, chunk);
    },
  });
  try {
    await pipeline(source, meter, createWriteStream(draft, { mode: 0o600 }));
    await rename(draft, path);
  } catch (error) {
    await rm(draft, { force: true });
    throw error;
  }
  return { storageKey, sizeBytes, sha256: hash.digest("hex") };
}

/** A stream of the bytes from `start` on. Errors with ENOENT when the file is gone. */
export const openFile = (storageKey: string, start = 0) =>
  createReadStream(pathOf(storageKey), { start });

/** Absolute path of a stored file, for readers that need one. Throws on a key that is not ours. */
export function pathOf(storageKey: string): string {
  if (!/^\d{4}-\d{2}\/[0-9a-f-]{36}$/.test(storageKey))
    throw new Error("This is no key of the file store.");
  return join(dataFolder(), "files", storageKey);
}

export const deleteFile = (storageKey: string) => rm(pathOf(storageKey), { force: true });

export const fileExists = (storageKey: string) =>
  stat(pathOf(storageKey)).then(
    () => true,
    () => false,
  );

const newKey = () => `${new Date().toISOString().slice(0, 7)}/${newId()}`;

function tooLarge(maxBytes: number): Refusal {
  return new Refusal(
    "invalid",
    `The file is larger than ${Math.floor(maxBytes / 1_000_000)} MB, the limit for uploads.`,
  );
}
