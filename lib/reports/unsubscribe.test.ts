import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { createTestDatabase, type TestDatabase } from "#e2e/support/database.ts";
import { ownerSql } from "#e2e/support/run-rows.ts";
import { systemViewer } from "../access/viewer.ts";
import { write } from "../access/transact.ts";
import { unsubscribeQuery, type UnsubscribeLink } from "../mails/unsubscribe-link.ts";
import { closeDatabase } from "../platform/db.ts";
import { newId } from "../platform/ids.ts";
import { isOptedOut, unsubscribe } from "./unsubscribe.ts";

process.env["PUBLIC_URL"] = "https://jobs.example.com";
process.env["NEXTAUTH_SECRET"] = "a secret that is only for this test, 1234567890";

let database: TestDatabase;

before(async () => {
  database = await createTestDatabase("unsubscribe");
  process.env["DATABASE_URL"] = database.ownerUrl;
  process.env["DATABASE_URL_WEB"] = database.webUrl;
});
after(async () => {
  await closeDatabase();
  await database.drop();
});

const linkOf = (to: string, job: string) =>
  Object.fromEntries(new URLSearchParams(unsubscribeQuery(to, job) ?? "")) as UnsubscribeLink;
const isOut = (to: string, job: string) =>
  write(systemViewer("trial"), (tx) => isOptedOut(tx, to, job));

test("a link takes its recipient off its job and nobody off anything else; twice is once", async () => {
  const [job, other] = [newId(), newId()];
  const link = linkOf("Ada@People.example", job);
  await Promise.all([unsubscribe(link), unsubscribe(link)]);
  assert.equal(await isOut("ada@people.example", job), true);
  assert.equal(await isOut("ada@people.example", other), false);
  assert.equal(await isOut("bob@people.example", job), false);
  const sql = ownerSql();
  const audit = await sql`select 1 from audit_entries where action = 'report.unsubscribe'`;
  await sql.end();
  assert.equal(audit.length, 1);
});

test("a link that was altered in any part is nobody's", async () => {
  const link = linkOf("ada@people.example", "a");
  for (const altered of [
    { ...link, to: "bob@people.example" },
    { ...link, job: "b" },
    { ...link, sign: "" },
    { ...link, sign: link.sign.slice(0, -1) },
  ]) {
    await assert.rejects(unsubscribe(altered), { code: "not-found" });
  }
  assert.equal(await isOut("bob@people.example", "a"), false);
});
