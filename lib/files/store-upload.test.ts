import assert from "node:assert/strict";
import { createHash, randomBytes } from "node:crypto";
import { mkdtemp, readdir, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, test } from "node:test";
import { isRefusal } from "../text/refusal.ts";

const folder = await mkdtemp(join(tmpdir(), "nightshift-upload-"));
process.env["NIGHTSHIFT_DATA"] = folder;
process.env["MAX_UPLOAD_BYTES"] = "3000000";
const { storeUpload, UploadTooLarge } = await import("./store-upload.ts");
const { pathOf } = await import("../platform/storage.ts");

before(() => assert.ok(folder));
after(() => rm(folder, { recursive: true }));

async function* pieces(bytes: Buffer, failAt = Number.POSITIVE_INFINITY) {
  for (let at = 0; at < bytes.length; at += 65_536) {
    if (at >= failAt) throw new Error("aborted");
    yield bytes.subarray(at, at + 65_536);
  }
}

const stored = async () =>
  (await readdir(folder, { recursive: true, withFileTypes: true })).filter((entry) =>
    entry.isFile(),
  ).length;

test("all bytes arrive, with their number and hash", async () => {
  const bytes = randomBytes(2_500_000);
  const { storageKey, sizeBytes, sha256 } = await storeUpload(pieces(bytes), bytes.length);
  assert.equal(sizeBytes, bytes.length);
  assert.equal(sha256, createHash("sha256").update(bytes).digest("hex"));
  assert.deepEqual(await readFile(pathOf(storageKey)), bytes);
});

test("an upload that breaks off leaves nothing", async () => {
  const count = await stored();
  const broken = storeUpload(pieces(randomBytes(2_000_000), 1_000_000));
  await assert.rejects(
    broken,
    (error) => isRefusal(error, "invalid") && /cut off/.test(error.message),
  );
  assert.equal(await stored(), count);
});

test("an upload that ends early, or goes on for longer than announced, leaves nothing", async () => {
  const count = await stored();
  for (const announced of [1_000_001, 999_999]) {
    await assert.rejects(storeUpload(pieces(randomBytes(1_000_000)), announced), (error) =>
      isRefusal(error),
    );
  }
  assert.equal(await stored(), count);
});

test("the limit is named and holds, announced or not", async () => {
  const count = await stored();
  for (const announced of [undefined, 3_000_001]) {
    const refused = storeUpload(pieces(randomBytes(3_000_001)), announced);
    await assert.rejects(
      refused,
      (error) => error instanceof UploadTooLarge && /3.MB/.test(error.message),
    );
  }
  assert.equal(await stored(), count);
});
