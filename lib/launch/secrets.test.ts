import assert from "node:assert/strict";
import { mkdtempSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { test } from "node:test";
import { Refusal } from "./say.js";
import { keepSecrets, readSecrets } from "./secrets.js";

const folder = () => mkdtempSync(join(tmpdir(), "nightshift-secrets-"));

test("secrets are made once, differ, and nobody else may read them", () => {
  const data = folder();
  const first = keepSecrets(data);
  assert.deepEqual(keepSecrets(data), first);
  assert.equal(new Set(Object.values(first)).size, Object.keys(first).length);
  assert.ok(first.authSecret.length >= 32);
  assert.equal(statSync(join(data, "secrets.json")).mode & 0o777, 0o600);
});

test("a secret that an older file lacks is added and the others stay", () => {
  const data = folder();
  writeFileSync(join(data, "secrets.json"), JSON.stringify({ databasePassword: "kept" }));
  const secrets = keepSecrets(data);
  assert.equal(secrets.databasePassword, "kept");
  assert.ok(secrets.webPassword);
});

test("a chosen demo password is kept for the starts after it", () => {
  const data = folder();
  assert.equal(keepSecrets(data, "chosen by hand").demoPassword, "chosen by hand");
  assert.equal(keepSecrets(data).demoPassword, "chosen by hand");
});

test("a damaged file is not replaced, since the database needs its password", () => {
  const data = folder();
  writeFileSync(join(data, "secrets.json"), "{");
  assert.throws(() => keepSecrets(data), Refusal);
  assert.throws(() => readSecrets(data), Refusal);
});
