import assert from "node:assert/strict";
import { existsSync, mkdtempSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { test } from "node:test";
import { openDataFolder } from "./data-folder.js";

test("the folder and its place for logs are made", () => {
  const data = join(mkdtempSync(join(tmpdir(), "nightshift-data-")), "deep/er");
  openDataFolder(data);
  assert.ok(existsSync(join(data, "logs")));
});

test("a file in its place is said in one sentence", () => {
  const file = join(mkdtempSync(join(tmpdir(), "nightshift-data-")), "file");
  writeFileSync(file, "");
  for (const path of [file, join(file, "inside")])
    assert.throws(
      () => openDataFolder(path),
      /cannot be used: a file is in its place\. Choose another one with NIGHTSHIFT_DATA\.$/,
    );
});
