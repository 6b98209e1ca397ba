import assert from "node:assert/strict";
import { mkdirSync, mkdtempSync, rmSync, utimesSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { beforeEach, test } from "node:test";
import { isFresh } from "./build.js";

let project = "";
const at = (path: string, seconds: number) => utimesSync(join(project, path), seconds, seconds);

beforeEach(() => {
  project = mkdtempSync(join(tmpdir(), "nightshift-build-"));
  for (const folder of ["app/deep", "lib", ".next"])
    mkdirSync(join(project, folder), { recursive: true });
  for (const file of ["app/deep/page.tsx", "lib/a.ts", "lib/a.test.ts", ".next/BUILD_ID"])
    writeFileSync(join(project, file), "");
  for (const path of ["app/deep/page.tsx", "lib/a.ts", "lib/a.test.ts", "app/deep", "app", "lib"])
    at(path, 1000);
  at(".next/BUILD_ID", 2000);
});

test("a build that is newer than all sources is fresh", () =>
  assert.equal(isFresh(project, ".next"), true));

test("without a build nothing is fresh", () => {
  rmSync(join(project, ".next/BUILD_ID"));
  assert.equal(isFresh(project, ".next"), false);
});

test("a changed file makes it stale, however deep, and a changed test does not", () => {
  at("lib/a.test.ts", 3000);
  assert.equal(isFresh(project, ".next"), true);
  at("app/deep/page.tsx", 3000);
  assert.equal(isFresh(project, ".next"), false);
});

test("a deleted file makes it stale, since its folder changed", () => {
  rmSync(join(project, "lib/a.ts"));
  assert.equal(isFresh(project, ".next"), false);
});
