import assert from "node:assert/strict";
import { test } from "node:test";
import { lockProblems } from "./lock-file.js";

const good = {
  "": {},
  "node_modules/a": { optionalDependencies: { "a-linux": "1.0.0", "a-darwin": "1.0.0" } },
  "node_modules/a-linux": {},
  "node_modules/a/node_modules/a-darwin": {},
};

test("a complete and pinned lock file has no problem", () => {
  assert.deepEqual(
    lockProblems(good, { dependencies: { a: "1.0.0" }, devDependencies: { b: "18.4.0-beta.17" } }),
    [],
  );
});

test("an address, a range and a platform that is missing are each found", () => {
  const bad = {
    ...good,
    "node_modules/a-linux": { resolved: "https://registry.example/a-linux.tgz" },
  };
  assert.match(lockProblems(bad, {}).join(), /a-linux names the address/);
  assert.match(
    lockProblems(good, { dependencies: { a: "^1.0.0" } }).join(),
    /a is not pinned exactly: \^1\.0\.0/,
  );
  const { "node_modules/a/node_modules/a-darwin": _gone, ...fewer } = good;
  assert.match(lockProblems(fewer, {}).join(), /a-darwin, which node_modules\/a may need/);
});
