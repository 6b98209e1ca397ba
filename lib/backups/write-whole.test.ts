import assert from "node:assert/strict";
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, symlinkSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, test } from "node:test";
import { JobError } from "../job-types/define.ts";
import { writeWhole } from "./write-whole.ts";

const folder = mkdtempSync(join(tmpdir(), "nightshift-whole-"));
after(() => rmSync(folder, { recursive: true }));

async function* pieces(count: number, fail?: Error): AsyncGenerator<Buffer> {
  for (let at = 0; at < count; at += 1) yield Buffer.alloc(70_000, at);
  if (fail) throw fail;
}

test("what is written is there, with its size and check sum, for its owner alone", async () => {
  const path = join(folder, "deep", "whole");
  let told = 0;
  const { sizeBytes, sha256 } = await writeWhole(pieces(3), path, { onBytes: (n) => (told += n) });
  assert.deepEqual([sizeBytes, told, readFileSync(path).length], [210_000, 210_000, 210_000]);
  assert.match(sha256, /^[0-9a-f]{64}$/);
});

test("a source that breaks and a stop leave nothing", async () => {
  const path = join(folder, "broken");
  await assert.rejects(writeWhole(pieces(2, new Error("broke")), path), /broke/);
  const stop = new AbortController();
  const onBytes = () => stop.abort(new Error("asked to stop"));
  await assert.rejects(
    writeWhole(pieces(9), path, { signal: stop.signal, onBytes }),
    /asked to stop/,
  );
  assert.ok(!existsSync(path));
});

test("a full disk is told in words, and nothing half written stays", async (context) => {
  if (!existsSync("/dev/full")) return context.diagnostic("this system has no full device");
  const path = join(folder, "full");
  symlinkSync("/dev/full", path);
  await assert.rejects(writeWhole(pieces(2), path), (error) => {
    assert.ok(error instanceof JobError);
    assert.equal(error.code, "disk-full");
    assert.match(
      error.message,
      /no room left in .*; earlier backups are still there|no room left in/,
    );
    return true;
  });
  assert.ok(!readdirSync(folder).includes("full"));
});
