import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import {
  globSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { after, test } from "node:test";

/** One planted violation per row of the import table; the last row ("tests import what they test") has nothing to violate. */
const ROWS: Array<{ row: string; file: string; code: string }> = [
  { row: "drizzle/schema", file: "drizzle/schema/planted.ts", code: 'import "postgres";' },
  { row: "lib/<noun>", file: "lib/runs/planted.ts", code: 'import "#app/_server/viewer.ts";' },
  {
    row: "lib/<noun>: framework",
    file: "lib/runs/planted-next.ts",
    code: 'import "next/headers";',
  },
  { row: "lib/<noun>: queue", file: "lib/runs/planted-boss.ts", code: 'import "pg-boss";' },
  { row: "lib/platform", file: "lib/platform/planted.ts", code: 'import "../runs/start.ts";' },
  { row: "browser-safe lib", file: "lib/text/planted.ts", code: 'import "node:fs";' },
  { row: "browser-safe status", file: "lib/runs/status.ts", code: 'import "../platform/db.ts";' },
  { row: "job.ts", file: "jobs/product-import/job.ts", code: 'import "#lib/runs/start.ts";' },
  { row: "run.ts", file: "jobs/product-import/run.ts", code: 'import "drizzle-orm";' },
  {
    row: "run.ts: neighbours",
    file: "jobs/product-import/planted.ts",
    code: 'import "../runtime/child.ts";',
  },
  {
    row: "jobs/runtime",
    file: "jobs/runtime/planted.ts",
    code: 'import "#jobs/product-import/run.ts";',
  },
  { row: "app", file: "app/planted.ts", code: 'import "#drizzle/schema/runs.ts";' },
  {
    row: "app: platform",
    file: "app/(console)/planted.tsx",
    code: 'import "#lib/platform/db.ts";',
  },
  {
    row: "app: handlers",
    file: "app/planted-run.ts",
    code: 'import "#jobs/product-import/run.ts";',
  },
  { row: "drizzle/seed.ts", file: "drizzle/seed.ts", code: 'import "#app/_server/viewer.ts";' },
];

const folder = mkdtempSync(join(tmpdir(), "nightshift-planted-"));
after(() => rmSync(folder, { recursive: true, force: true }));

test("every row of the import table catches its planted violation", () => {
  for (const { file, code } of ROWS) plant(file, code);
  const found = lint().filter((fault) => fault.code.includes("no-restricted-imports"));
  for (const { row, file } of ROWS) {
    assert.ok(
      found.some((fault) => fault.filename.endsWith(file)),
      `not caught: ${row} (${file})`,
    );
  }
  assert.equal(found.length, ROWS.length, "one finding per planted file");
});

test("a cycle is caught", () => {
  plant("lib/runs/round.ts", 'import { b } from "./trip.ts";\nexport const a = () => b;');
  plant("lib/runs/trip.ts", 'import { a } from "./round.ts";\nexport const b = () => a;');
  assert.ok(lint().some((fault) => fault.code.includes("no-cycle")));
});

test("client files take no value from lib but browser-safe ones", () => {
  const offenders = globSync("app/**/*.{ts,tsx}")
    .filter((file) => /^\s*["']use client["']/.test(readFileSync(file, "utf8")))
    .flatMap((file) => valueImports(readFileSync(file, "utf8")).map((name) => `${file}: ${name}`));
  assert.deepEqual(offenders, []);
  assert.deepEqual(valueImports('import { startRun } from "#lib/runs/start.ts";'), [
    "#lib/runs/start.ts",
  ]);
  assert.deepEqual(valueImports('import type { Viewer } from "#lib/access/viewer.ts";'), []);
});

type Fault = { code: string; filename: string };

function plant(file: string, code: string): void {
  const path = join(folder, file);
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, `${code}\n`);
}

function lint(): Fault[] {
  const config = JSON.parse(readFileSync(".oxlintrc.json", "utf8"));
  writeFileSync(join(folder, ".oxlintrc.json"), JSON.stringify({ ...config, options: {} }));
  symlinkSync(join(process.cwd(), "package.json"), join(folder, "package.json"));
  const { stdout } = spawnSync(
    join(process.cwd(), "node_modules/.bin/oxlint"),
    ["--format", "json", "--no-ignore", "."],
    {
      cwd: folder,
      encoding: "utf8",
    },
  );
  rmSync(join(folder, "package.json"));
  return (JSON.parse(stdout) as { diagnostics: Fault[] }).diagnostics;
}

const SAFE = /^#lib\/(text\/|[^/]+\/(status|[^/]*input)\.ts$)/;

/** Values (not types) that a module takes from lib beyond what may reach the browser. */
function valueImports(code: string): string[] {
  return [...code.matchAll(/^import\s+(?!type\b)[^;]*?from\s+["'](#lib\/[^"']+)["']/gms)]
    .map((match) => match[1] as string)
    .filter((name) => !SAFE.test(name));
}
