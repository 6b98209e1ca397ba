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
