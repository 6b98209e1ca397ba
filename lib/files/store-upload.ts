import { Readable } from "node:stream";
import { settings } from "../platform/env.ts";
import { collectYoung } from "../platform/collect.ts";
import { deleteFile, putFile, type Stored } from "../platform/storage.ts";
import { invalid } from "../text/refusal.ts";
import { size } from "../text/sizes.ts";

/** Largest file that is taken in, in bytes. */
export const uploadLimit = () => settings().MAX_UPLOAD_BYTES;

/** An upload over the limit; the route answers 413 with the message. */
export class UploadTooLarge extends Error {
  constructor() {
    const limit = size(uploadLimit());
    super(
      `The file is larger than ${limit}, the limit for uploads. Split it and upload the parts one by one.`,
    );
    this.name = "UploadTooLarge";
  }
}

/**
 * Streams an upload into the store: never held in memory, counted and hashed on the way. What is cut, or larger than the
 * limit, leaves nothing behind.
 * @param expectedBytes as the sender announced; undefined where he did not
 * Throws UploadTooLarge, or Refusal `invalid` when fewer or more bytes came than announced.
 */
export async function storeUpload(
  source: AsyncIterable<Uint8Array>,
  expectedBytes?: number,
): Promise<Stored> {
  if (expectedBytes !== undefined && expectedBytes > uploadLimit()) throw new UploadTooLarge();
  const stored = await put(source);
  if (expectedBytes === undefined || expectedBytes === stored.sizeBytes) return stored;
  await deleteFile(stored.storageKey);
  throw cutOff();
}

async function put(source: AsyncIterable<Uint8Array>): Promise<Stored> {
  try {
    return await putFile(Readable.from(limited(source), { objectMode: false }), Infinity);
  } catch (error) {
    throw isOurs(error) ? error : cutOff(error);
  }
}

/** So much of an upload may lie about in memory after it was written. */
const COLLECT_BYTES = 8_000_000;

async function* limited(source: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
  let bytes = 0;
  let collectedAt = 0;
  for await (const chunk of source) {
    bytes += chunk.length;
    if (bytes > uploadLimit()) throw new UploadTooLarge();
    yield chunk;
    if (bytes - collectedAt < COLLECT_BYTES) continue;
    collectYoung();
    collectedAt = bytes;
  }
}

/** The limit, or a store that is full or closed: not the sender's connection. */
function isOurs(error: unknown): boolean {
  if (error instanceof UploadTooLarge) return true;
  const code = error instanceof Error && "code" in error ? String(error.code) : "";
  return /^(ENOSPC|EDQUOT|EACCES|EROFS|EMFILE)$/.test(code);
}

function cutOff(cause?: unknown) {
  const refusal = invalid(
    "The upload was cut off before its end. Nothing was kept; upload the file again.",
  );
  refusal.cause = cause;
  return refusal;
}
