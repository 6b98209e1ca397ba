import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { z } from "zod";
import { createTestDatabase, type TestDatabase } from "#e2e/support/database.ts";
import { makeDomain, ownerSql } from "#e2e/support/run-rows.ts";
import { catalogue } from "#jobs/catalogue.ts";
import { systemViewer } from "../access/viewer.ts";
import { defineJob } from "../job-types/define.ts";
import { registerJobTypes } from "../job-types/find.ts";
import { closeDatabase } from "../platform/db.ts";
import { startRun } from "./start.ts";

const noted = defineJob({
  ...(catalogue[0] as (typeof catalogue)[number]),
  name: "noted",
  scope: "domain",
  parameters: z.object({ note: z.string() }),
});

let database: TestDatabase;
let domainId: string;

before(async () => {
  database = await createTestDatabase("start");
  process.env["DATABASE_URL"] = database.ownerUrl;
  process.env["DATABASE_URL_WEB"] = database.webUrl;
  registerJobTypes([noted]);
  const sql = ownerSql();
  domainId = await makeDomain(sql, "start.example");
  await sql.end();
});

after(async () => {
  await closeDatabase();
  await database.drop();
});

const start = (note: string) =>
  startRun(systemViewer("trial"), "noted", { domainId, title: "noted", parameters: { note } });

test("what the database can't hold in parameters is refused in words, and what only looks like it is not", async () => {
  for (const note of ["a\u0000b", "\ud83d", "half \ude00 of one", "\\\u0000"]) {
    await assert.rejects(start(note), { code: "invalid", message: /NUL character or half/ });
  }
  for (const note of ["😀", "\\u0000", "\\\\ud800"]) {
    assert.equal((await start(note)).isNew, true, note);
  }
});

test("parameters above 512 kB are refused", async () => {
  await assert.rejects(start("x".repeat(512 * 1024)), { code: "invalid", message: /512 kB/ });
});

/** As they come out of JSON, where `__proto__` is a key like any other. */
const HOSTILE = [
  '{"__proto__":{"polluted":1}}',
  '{"constructor":{"prototype":{"polluted":1}}}',
  '{"note":{"__proto__":{"polluted":1}}}',
  '{"note":["a","b"]}',
  '{"note":{"toString":1}}',
  '{"note":null}',
  '{"note":1e999}',
  '{"note":123456789012345678901234567890}',
  '{"note":true}',
  '["note"]',
  '"note"',
  "null",
  "7",
];

const startWith = (parameters: unknown) =>
  startRun(systemViewer("trial"), "noted", { domainId, title: "x", parameters });

test("S41: parameters of another shape are refused by the schema, and change no prototype", async () => {
  for (const text of HOSTILE)
    await assert.rejects(startWith(JSON.parse(text)), { code: "invalid" }, text);
  const more = '{"note":"x","__proto__":{"polluted":1},"more":2}';
  const { runId } = await startWith(JSON.parse(more));
  const sql = ownerSql();
  const [run] = await sql`select parameters from runs where id = ${runId}`;
  await sql.end();
  assert.deepEqual(run?.["parameters"], { note: "x" });
  assert.equal(({} as { polluted?: number }).polluted, undefined);
});

test("S41: every job type of the catalogue refuses what is no set of parameters, and numbers without a measure", () => {
  const wrong: unknown[] = ["x", 7, true, ["a"], null];
  for (const type of catalogue) {
    for (const parameters of wrong)
      assert.equal(
        type.parameters.safeParse(parameters).success,
        false,
        `${type.name} ${String(parameters)}`,
      );
    const { shape } = type.parameters as unknown as { shape: Record<string, z.ZodType> };
    for (const [name, field] of Object.entries(shape)) {
      const taken = [Symbol("x"), Infinity, -Infinity, Number.NaN].filter(
        (value) => field.safeParse(value).success,
      );
      assert.deepEqual(taken, [], `${type.name}.${name}`);
    }
  }
});
