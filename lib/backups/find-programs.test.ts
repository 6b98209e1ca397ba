import assert from "node:assert/strict";
import { chmodSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, test } from "node:test";
import { findPrograms, programsFor, type Programs } from "./find-programs.ts";

const folder = mkdtempSync(join(tmpdir(), "nightshift-programs-"));
after(() => rmSync(folder, { recursive: true }));

/** A folder with programs that say this version. */
function place(name: string, says: string, programs = ["pg_dump", "pg_restore"]): string {
  const path = join(folder, name);
  mkdirSync(path);
  for (const program of programs) {
    writeFileSync(join(path, program), `#!/bin/sh\necho '${program} ${says}'\n`);
    chmodSync(join(path, program), 0o755);
  }
  return path;
}

test("every pair in PATH is found with its version; half a pair and what does not run are none", async () => {
  const path = [
    place("seventeen", "(PostgreSQL) 17.2 (Debian 17.2-1.pgdg120+1)"),
    place("beta", "(PostgreSQL) 19beta1"),
    place("half", "(PostgreSQL) 18.1", ["pg_dump"]),
    place("strange", "nothing to see"),
    join(folder, "absent"),
  ].join(":");
  const found = (await findPrograms(path)).filter(({ dump }) => dump.startsWith(folder));
  assert.deepEqual(
    found.map(({ version, major }) => [version, major]),
    [
      ["17.2", 17],
      ["19", 19],
    ],
  );
});

test("the server's own version is taken, else the newest that is newer, never an older one", () => {
  const all = [15, 17, 18, 19].map((major) => ({ major }) as Programs);
  assert.equal(programsFor(all, 17)?.major, 17);
  assert.equal(programsFor(all, 16)?.major, 19);
  assert.equal(programsFor(all, 20), undefined);
  assert.equal(programsFor([], 15), undefined);
});
