import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { runs } from "#drizzle/schema/runs.ts";
import { createTestDatabase, type TestDatabase } from "#e2e/support/database.ts";
import { makeDomain, makeRun, makeUser, ownerSql } from "#e2e/support/run-rows.ts";
import { personIn } from "#e2e/support/viewers.ts";
import { closeDatabase, useDatabaseRole } from "../platform/db.ts";
import { read } from "./transact.ts";
import type { Viewer } from "./viewer.ts";
import { visibleTo } from "./visible.ts";

const REQUESTS = 5000;
const POOL = 5;
const AT_ONCE = 20;

let database: TestDatabase;
const viewers: Viewer[] = [];

before(async () => {
  database = await createTestDatabase("interleaved");
  process.env["DATABASE_URL"] = database.ownerUrl;
  process.env["DATABASE_URL_WEB"] = database.webUrl;
  useDatabaseRole("web", POOL);
  const sql = ownerSql();
  for (const name of ["alpine.example", "borealis.example"]) {
    const domain = { id: await makeDomain(sql, name), name };
    await makeRun(sql, { domain_id: domain.id, title: name });
    viewers.push(personIn({ userId: await makeUser(sql, name), domain }));
  }
  await sql.end();
});

after(async () => {
  await closeDatabase();
  await database.drop();
});

test(`S7: ${REQUESTS} interleaved readings of two people of two domains over a pool of ${POOL} never mix`, async () => {
  let next = 0;
  let right = 0;
  const walk = async () => {
    for (let at = next++; at < REQUESTS; at = next++) {
      const viewer = viewers[at % 2] as Viewer;
      const rows = await read(viewer, (tx) =>
        tx.select({ title: runs.title }).from(runs).where(visibleTo(viewer, runs)),
      );
      if (rows.length === 1 && rows[0]?.title === viewer.domains[0]?.name) right += 1;
    }
  };
  await Promise.all(Array.from({ length: AT_ONCE }, walk));
  assert.equal(right, REQUESTS);
});
