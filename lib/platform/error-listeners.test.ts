import assert from "node:assert/strict";
import { globSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";

const root = join(import.meta.dirname, "../..");
const sources = globSync("{app,drizzle,jobs,lib}/**/*.{ts,tsx,js}", { cwd: root })
  .filter((file) => !/\.test\.|\/testing\//.test(file))
  .map((file) => ({ file, text: readFileSync(join(root, file), "utf8") }));

test("F26: every pg-boss has an error listener, without which a dropped idle connection ends the process", () => {
  const made = sources.flatMap(({ file, text }) =>
    [...text.matchAll(/(?:(?:const|let) (\w+) = )?new PgBoss\(/g)].map(([, name]) => ({
      file,
      isHeard: name !== undefined && new RegExp(`\\b${name}\\.on\\("error",`).test(text),
    })),
  );
  assert.ok(made.length >= 2, "the places where one is made are found");
  assert.deepEqual(
    made.filter(({ isHeard }) => !isHeard),
    [],
  );
});

test("F26: no other driver's pool, whose errors would need a listener of their own, is used", () => {
  const others = sources.filter(({ text }) => /from "pg"|from "pg-pool"/.test(text));
  assert.deepEqual(
    others.map(({ file }) => file),
    [],
  );
});
