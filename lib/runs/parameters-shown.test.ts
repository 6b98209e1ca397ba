import assert from "node:assert/strict";
import { test } from "node:test";
import { MASK, parametersShown } from "./parameters-shown.ts";

test("values under keys that look secret are masked at any depth; others stay", () => {
  const shown = parametersShown({
    ftpPassword: "hunter2",
    api_key: "k-1",
    delimiter: ";",
    target: { accessToken: "t", url: "sftp://camille:geheim@files.example/in" },
    headers: [{ Authorization: "Bearer x" }],
    client_secret: { value: 1 },
  });
  assert.deepEqual(shown, {
    ftpPassword: MASK,
    api_key: MASK,
    delimiter: ";",
    target: { accessToken: MASK, url: `sftp://camille:${MASK}@files.example/in` },
    headers: [{ Authorization: MASK }],
    client_secret: MASK,
  });
  assert.ok(!JSON.stringify(shown).includes("geheim"));
});

test("an empty secret is shown as empty, and harmless keys are not taken for secrets", () => {
  assert.deepEqual(
    parametersShown({ password: "", passengers: 4, bypass: null, compass: "north" }),
    {
      password: "",
      passengers: 4,
      bypass: null,
      compass: "north",
    },
  );
});
