import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";

const root = join(import.meta.dirname, "../..");
const read = (file: string) => JSON.parse(readFileSync(join(root, file), "utf8")) as never;

type Lock = { packages: Record<string, { version?: string; dev?: boolean }> };
const { packages } = read("package-lock.json") as Lock;

/** Below these, faults are published that concern us. */
const FLOORS: Record<string, string> = {
  next: "16.3.3",
  react: "19.2.6",
  "react-dom": "19.2.6",
  "pg-boss": "12.35.0",
  "next-auth": "4.24.15",
  nodemailer: "9.0.1",
};

/** Readers of workbooks that a small file brings down; they may serve tests, never the program. */
const NOT_AT_RUN_TIME = ["xlsx", "exceljs", "read-excel-file"];

const copiesOf = (name: string) =>
  Object.entries(packages).filter(([path]) => path.endsWith(`node_modules/${name}`));

for (const [name, floor] of Object.entries(FLOORS)) {
  test(`S47: every copy of ${name} in the lock file is ${floor} or newer`, () => {
    const copies = copiesOf(name);
    assert.ok(copies.length > 0);
    for (const [path, { version = "" }] of copies)
      assert.ok(!isBelow(version, floor), `${path} is ${version}`);
  });
}

test("S47: no package that a small workbook brings down is there at run time", () => {
  for (const name of NOT_AT_RUN_TIME)
    assert.deepEqual(
      copiesOf(name).filter(([, { dev }]) => !dev),
      [],
    );
});

test("S47: every package is named with one version, and locked to it", () => {
  type Named = Record<"dependencies" | "devDependencies", Record<string, string>>;
  const named = read("package.json") as Named;
  for (const [name, version] of Object.entries({
    ...named.dependencies,
    ...named.devDependencies,
  })) {
    assert.match(version, /^(?:npm:[^@]+@|npm:@[^@]+@)?\d+\.\d+\.\d+(?:-[\w.]+)?$/, name);
    assert.equal(packages[`node_modules/${name}`]?.version, version.split("@").at(-1), name);
  }
});

test("S47: the comparison itself tells older from newer", () => {
  assert.deepEqual(
    ["9.0.0", "8.10.2", "9.0.1", "9.0.10", "10.0.0", "9.0.1-beta.1"].map((each) =>
      isBelow(each, "9.0.1"),
    ),
    [true, true, false, false, false, true],
  );
});

/** A release before its final one counts as older than it. */
function isBelow(version: string, floor: string): boolean {
  const [plain = "", before] = version.split("-");
  const [ours, theirs] = [plain, floor].map((each) => each.split(".").map(Number));
  for (const [at, part] of (theirs ?? []).entries()) {
    const own = ours?.[at] ?? 0;
    if (own !== part) return own < part;
  }
  return before !== undefined;
}
