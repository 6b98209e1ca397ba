import assert from "node:assert/strict";
import { test } from "node:test";
import { readSettings } from "./settings.js";

test("nothing needs to be set", () => {
  const settings = readSettings({});
  assert.equal(settings.port, 3000);
  assert.equal(settings.publicUrl, "http://localhost:3000");
  assert.equal(settings.demo, true);
  assert.match(settings.dataFolder, /\.data$/);
});

test("the public address follows the port, loses its last slash, and can be given", () => {
  assert.equal(readSettings({ PORT: "8080" }).publicUrl, "http://localhost:8080");
  assert.equal(
    readSettings({ PUBLIC_URL: "https://console.example/" }).publicUrl,
    "https://console.example",
  );
});

test("a setting that cannot be used is named in one sentence", () => {
  for (const PORT of ["0", "70000", "web", "80.5"])
    assert.throws(() => readSettings({ PORT }), /^Error: PORT is /);
  assert.throws(
    () => readSettings({ PUBLIC_URL: "console.example" }),
    /PUBLIC_URL is "console\.example"/,
  );
});
