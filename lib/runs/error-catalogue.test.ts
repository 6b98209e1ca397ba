import assert from "node:assert/strict";
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { explain, explainedCodes } from "./error-catalogue.ts";

const root = join(import.meta.dirname, "../..");

/** Codes that fail a run, as the sources spell them. */
function thrownCodes(): Set<string> {
  const codes = new Set<string>();
  for (const folder of ["jobs", "lib"]) {
    const files = readdirSync(join(root, folder), { recursive: true, encoding: "utf8" });
    for (const file of files.filter(
      (name) => name.endsWith(".ts") && !/\.test\.ts$|testing/.test(name),
    )) {
      const text = readFileSync(join(root, folder, file), "utf8");
      for (const [, code] of text.matchAll(/new JobError\(\s*"([a-z-]+)"/g))
        codes.add(code as string);
      if (file.startsWith("runtime") || file === "runs/interrupt.ts") {
        for (const [, code] of text.matchAll(/\bcode: "([a-z-]+)"/g)) codes.add(code as string);
      }
    }
  }
  return codes;
}

test("every code with which a run can fail has its cause and what to try", () => {
  const thrown = thrownCodes();
  assert.ok(thrown.has("column-missing") && thrown.has("worker-lost"), [...thrown].join(", "));
  const known = explainedCodes();
  assert.deepEqual(
    [...thrown].filter((code) => !known.includes(code)),
    [],
  );
});

const failed = {
  id: 7,
  jobType: "product-import",
  failures: 1,
  hasInput: true,
  quarantined: false,
};

test("a fault of the file leads to the upload that continues the run", () => {
  assert.equal(
    explain({ ...failed, errorCode: "file-empty" }).link?.href,
    "/imports/new?continues=7",
  );
  assert.equal(explain({ ...failed, errorCode: "worker-lost" }).link, undefined);
  assert.equal(explain({ ...failed, errorCode: "file-empty", hasInput: false }).link, undefined);
});

test("after a second failure format, size and smaller pieces are suggested", () => {
  assert.match(explain({ ...failed, errorCode: "error", failures: 2 }).remedy, /smaller pieces/);
  assert.doesNotMatch(explain({ ...failed, errorCode: "error" }).remedy, /smaller pieces/);
});

test("an unknown code is explained in general, a quarantined run by its quarantine", () => {
  assert.ok(explain({ ...failed, errorCode: "never-heard-of" }).remedy.length > 20);
  assert.match(
    explain({ ...failed, errorCode: "crashed", quarantined: true }).cause,
    /quarantined/,
  );
});
