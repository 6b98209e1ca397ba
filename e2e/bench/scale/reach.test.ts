import assert from "node:assert/strict";
import { after, before, describe, test } from "node:test";
import postgres from "postgres";
import { sql } from "drizzle-orm";
import { catalogue } from "#jobs/catalogue.ts";
import { createTestDatabase, type TestDatabase } from "#e2e/support/database.ts";
import { registerJobTypes } from "#lib/job-types/find.ts";
import { syncJobTypes } from "#lib/job-types/sync.ts";
import { closeDatabase, connection, useDatabaseRole } from "#lib/platform/db.ts";
import { syncSchedules } from "#lib/schedules/sync.ts";
import { pageReads } from "./page-reads.ts";
import { makePeople } from "./people.ts";
import { findPlaces, loadPersons, type Ground } from "./persons.ts";
import { makeMonths, makeRuns } from "./runs.ts";
import { trackerReads } from "./tracker-reads.ts";

const RUNS = 100_000;
/** Counts go to 10,000 for a status, by entries of an index; a page that goes through everything reads twice as much. */
const REACH = RUNS / 2;

let database: TestDatabase;
let owner: postgres.Sql;
let ground: Ground;

before(async () => {
  database = await createTestDatabase("reach");
  process.env["DATABASE_URL_WEB"] = database.webUrl;
  process.env["DATABASE_URL_WORKER"] = database.workerUrl;
  owner = postgres(database.ownerUrl, { max: 1, onnotice: () => undefined });
  registerJobTypes(catalogue);
  useDatabaseRole("worker", 1);
  await syncJobTypes();
  await makePeople(owner);
  await syncSchedules();
  await makeMonths(owner);
  await makeRuns(owner, RUNS);
  await owner`vacuum (analyze)`;
  await closeDatabase();
  // One connection, so that it can be asked for its figures.
  useDatabaseRole("web", 1);
  const viewers = await loadPersons();
  ground = { viewers, places: await findPlaces(owner, viewers) };
});

after(async () => {
  await closeDatabase();
  await owner.end();
  await database.drop();
});

type Figures = { rows: number; entries: number };

/** Rows of `runs` that were read one after the other, and entries of its indexes, since the beginning. */
async function figures(): Promise<Figures> {
  await connection().db.execute(sql`select pg_stat_force_next_flush()`);
  await connection().db.execute(sql`select 1`);
  const [row] = await owner<Figures[]>`select pg_stat_clear_snapshot(),
    (select seq_tup_read from pg_stat_user_tables where relname = 'runs')::float8 as rows,
    (select sum(idx_tup_read) from pg_stat_user_indexes where relname = 'runs')::float8 as entries`;
  return row as Figures;
}

for (const [group, reads] of Object.entries({ ...trackerReads, ...pageReads }))
  describe(`L6: of ${RUNS.toLocaleString("en")} runs only the nearest are read`, () => {
    for (const [name, read] of Object.entries(reads))
      test(`${group}, ${name}`, async () => {
        const begin = await figures();
        await read(ground);
        const end = await figures();
        assert.equal(end.rows - begin.rows, 0, "the whole table was read");
        const entries = end.entries - begin.entries;
        assert.ok(entries < REACH, `${entries} entries of indexes were read`);
      });
  });
