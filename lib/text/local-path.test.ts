import assert from "node:assert/strict";
import { test } from "node:test";
import { localPath } from "./local-path.ts";

test("a path of ours is kept with its query", () => {
  assert.equal(
    localPath("/process-tracker?status=failed#top"),
    "/process-tracker?status=failed#top",
  );
});

test("everything that could lead elsewhere becomes the start page", () => {
  const hostile = [
    "//evil.example",
    "/\\evil.example",
    "\\\\evil.example",
    "https://evil.example",
    "javascript:alert(1)",
    "https:",
    "%",
    "/%2f/../..//evil",
    "/a\nb",
    `/${"a".repeat(10_000)}`,
    "",
    "/sign-in",
    "/api/auth/signout",
    "/.//evil.example",
  ];
  for (const wanted of hostile) {
    const path = localPath(wanted);
    assert.equal(new URL(path, "https://own.example").host, "own.example", wanted);
    assert.ok(path === "/" || /^\/[^/\\]/.test(path), wanted);
  }
  assert.equal(localPath("//evil.example"), "/");
  assert.equal(localPath("/sign-in"), "/");
});
