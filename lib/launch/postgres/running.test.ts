import assert from "node:assert/strict";
import { existsSync, mkdtempSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { test } from "node:test";
import { findRunning, parsePostmaster } from "./running.js";

const note = (pid: number) =>
  `${pid}\n/data/postgres\n1795200000\n54300\n\n127.0.0.1\n  1234567 0\nready   \n`;

test("process and port are read from the server's note", () => {
  assert.deepEqual(parsePostmaster(note(812)), { pid: 812, port: 54300 });
  assert.equal(parsePostmaster(""), null);
  assert.equal(parsePostmaster("812\n/data"), null);
});

test("a note whose number belongs to another program is taken away", () => {
  const database = mkdtempSync(join(tmpdir(), "nightshift-running-"));
  writeFileSync(join(database, "postmaster.pid"), note(process.pid));
  assert.equal(findRunning(database), null);
  assert.equal(existsSync(join(database, "postmaster.pid")), false);
});
