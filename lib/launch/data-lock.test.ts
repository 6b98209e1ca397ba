import assert from "node:assert/strict";
import { mkdtempSync, readFileSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { test } from "node:test";
import { lockDataFolder } from "./data-lock.js";

const folder = () => mkdtempSync(join(tmpdir(), "nightshift-lock-"));

test("a second start on the same data folder is refused and told where the first one is", async () => {
  const data = folder();
  const lock = await lockDataFolder(data, "http://localhost:3000");
  await assert.rejects(
    lockDataFolder(data, "http://localhost:3001"),
    new RegExp(`process ${process.pid}, http://localhost:3000`),
  );
  lock.release();
  (await lockDataFolder(data, "http://localhost:3001")).release();
});

test("of two starts in the same instant one gives way", async () => {
  const data = folder();
  const results = await Promise.allSettled([lockDataFolder(data, "a"), lockDataFolder(data, "b")]);
  assert.deepEqual(results.map(({ status }) => status).toSorted(), ["fulfilled", "rejected"]);
});

test("what a killed start left behind does not count, nor a stranger on its port", async () => {
  const data = folder();
  const stranger = folder();
  const other = await lockDataFolder(stranger, "http://localhost:3000");
  const { port } = JSON.parse(readFileSync(join(stranger, "launcher.json"), "utf8")) as {
    port: number;
  };
  writeFileSync(
    join(data, "launcher.json"),
    JSON.stringify({ pid: 1, port, word: "another", url: "", programs: [] }),
  );
  (await lockDataFolder(data, "http://localhost:3000")).release();
  other.release();
});
