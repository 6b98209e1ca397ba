import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { createTestDatabase, type TestDatabase } from "#e2e/support/database.ts";
import { makeDomain, makeRun, makeUser, ownerSql } from "#e2e/support/run-rows.ts";
import type { Viewer } from "../access/viewer.ts";
import { closeDatabase, useDatabaseRole } from "../platform/db.ts";
import { newId } from "../platform/ids.ts";
import { BINS } from "./nightline.ts";
import { readShell } from "./read.ts";

let database: TestDatabase;
let sql: ReturnType<typeof ownerSql>;
let alpine: string;
let borealis: string;
let person: string;

before(async () => {
  database = await createTestDatabase("shell");
  process.env["DATABASE_URL"] = database.ownerUrl;
  process.env["DATABASE_URL_WEB"] = database.webUrl;
  useDatabaseRole("web", 4);
  sql = ownerSql();
  alpine = await makeDomain(sql, "alpine.example");
  borealis = await makeDomain(sql, "borealis.example");
  person = await makeUser(sql, "Somebody");
  await makeNight();
});

after(async () => {
  await closeDatabase();
  await sql.end();
  await database.drop();
});

const MINUTE_MS = 60_000;
const fromNow = (minutes: number) => new Date(Date.now() + minutes * MINUTE_MS);
const ranAt = (minutes: number) => ({ created_at: fromNow(minutes), started_at: fromNow(minutes) });

/** In alpine a good day; in borealis one failure and a run that goes on; nobody's business: the installation. */
async function makeNight() {
  await makeRun(sql, { domain_id: alpine, status: "completed", ...ranAt(-10) });
  await makeRun(sql, { domain_id: alpine, status: "completed", ...ranAt(-12) });
  await makeRun(sql, {
    domain_id: alpine,
    status: "completed-with-warnings",
    ...ranAt(-24 * 60 + 5),
  });
  await makeRun(sql, { domain_id: alpine, status: "completed", ...ranAt(-24 * 60 - 5) });
  await makeRun(sql, { domain_id: alpine, status: "deferred", start_at: fromNow(45) });
  await makeRun(sql, { domain_id: alpine, status: "deferred", start_at: fromNow(25 * 60) });
  await makeRun(sql, { domain_id: alpine, status: "queued" });
  await makeRun(sql, { domain_id: borealis, status: "failed", ...ranAt(-70) });
  await makeRun(sql, { domain_id: borealis, status: "running", ...ranAt(-1) });
  await makeRun(sql, { domain_id: null, status: "failed", ...ranAt(-70) });
  for (const read of [null, new Date()]) {
    await sql`insert into notices ${sql({ id: newId(), user_id: person, domain_id: alpine, outcome: "completed", title: "Done", created_at: new Date(), read_at: read })}`;
  }
}

/** Somebody who sees all runs of these domains. */
function viewerOf(domains: Array<[string, string]>, permissions = ["runs.view-all"]): Viewer {
  return {
    kind: "person",
    userId: person,
    sessionId: null,
    name: "Somebody",
    email: null,
    timeZone: "Europe/Paris",
    address: null,
    grants: [
      { role: "operator", permissions: new Set(permissions), domains: domains.map(([id]) => id) },
    ],
    domains: domains.map(([id, name]) => ({ id, name, timeZone: "UTC" })),
  };
}

test("the line counts what began in each half hour of the past day", async () => {
  const { nightline } = await readShell(viewerOf([[alpine, "alpine.example"]]));
  assert.equal(nightline.past.length, BINS);
  assert.deepEqual(nightline.past.at(-1), { ran: 2, failed: 0 });
  assert.deepEqual(nightline.past[0], { ran: 1, failed: 0 });
  assert.equal(
    nightline.past.reduce((sum, bin) => sum + bin.ran, 0),
    3,
  );
});

test("what waits for a start time stands in the next day, at its half hour", async () => {
  const { nightline } = await readShell(viewerOf([[alpine, "alpine.example"]]));
  assert.equal(nightline.next[1], 1);
  assert.equal(
    nightline.next.reduce((sum, due) => sum + due, 0),
    1,
  );
});

test("other domains and the installation are in no figure", async () => {
  const alone = await readShell(viewerOf([[alpine, "alpine.example"]]));
  assert.equal(alone.counts.running, 0);
  assert.equal(
    alone.nightline.past.some((bin) => bin.failed > 0),
    false,
  );
  const both = await readShell(
    viewerOf([
      [alpine, "alpine.example"],
      [borealis, "borealis.example"],
    ]),
  );
  assert.equal(both.counts.running, 1);
  assert.deepEqual(both.nightline.past.at(-3), { ran: 0, failed: 1 });
});

test("without the right to see all runs only one's own count", async () => {
  const { counts, nightline } = await readShell(viewerOf([[borealis, "borealis.example"]], []));
  assert.equal(counts.running, 0);
  assert.equal(
    nightline.past.some((bin) => bin.ran + bin.failed > 0),
    false,
  );
});

test("only one's own unread notices are counted", async () => {
  const viewer = viewerOf([[alpine, "alpine.example"]]);
  assert.equal((await readShell(viewer)).counts.unread, 1);
  assert.equal((await readShell({ ...viewer, userId: newId() })).counts.unread, 0);
});

test("a minute after the last heartbeat of any worker the shell says since when", async () => {
  const viewer = viewerOf([[alpine, "alpine.example"]]);
  assert.deepEqual((await readShell(viewer)).silence, { since: null });
  const heard = fromNow(-2);
  const worker = {
    id: newId(),
    name: "one",
    host: "here",
    pid: 1,
    version: "1",
    state: "lost",
    slots: 1,
  };
  const seen = { job_types: [], started_at: heard, heartbeat_at: heard };
  await sql`insert into workers ${sql({ ...worker, ...seen })}`;
  assert.deepEqual((await readShell(viewer)).silence, { since: heard.toISOString() });
  await sql`update workers set heartbeat_at = now(), state = 'alive'`;
  assert.equal((await readShell(viewer)).silence, null);
});
