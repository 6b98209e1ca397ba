import assert from "node:assert/strict";
import { test } from "node:test";
import { isInstalled } from "./installed.js";

const wanted = {
  packages: {
    "": {},
    "node_modules/a": { version: "1.0.0", integrity: "sha512-a" },
    "node_modules/a-darwin": { version: "1.0.0", integrity: "sha512-d", optional: true },
  },
};

test("what is there as locked needs no installation, without other systems' binaries", () => {
  assert.equal(
    isInstalled(wanted, { packages: { "node_modules/a": wanted.packages["node_modules/a"] } }),
    true,
  );
});

test("a missing, another or an unfinished installation is seen", () => {
  assert.equal(isInstalled(wanted, null), false);
  assert.equal(isInstalled(wanted, { packages: {} }), false);
  const other = { packages: { "node_modules/a": { version: "1.0.1", integrity: "sha512-a" } } };
  assert.equal(isInstalled(wanted, other), false);
});
