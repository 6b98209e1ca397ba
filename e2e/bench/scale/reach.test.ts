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

const RUNS = 150_000;
/** Counts go to 10,000 for a status, by entries of indexes; who goes through everything reads more. Days are read whole. */
const REACH = 100_000;
/** Whether there is any run at all is asked without an index. */
const FEW = 100;

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
  // A server tells of what was read only once a second: the 80,000 of this search would be laid to a page's charge.
  await owner`select pg_stat_force_next_flush()`;
});

after(async () => {
  await closeDatabase();
  await owner.end();
  await database.drop();
});

/** Rows of `runs` that were read one after the other, and entries of each of its indexes, since the beginning. */
async function figures(): Promise<Map<string, number>> {
  await connection().db.execute(sql`select pg_stat_force_next_flush()`);
  await connection().db.execute(sql`select 1`);
  const rows = await owner<{ name: string; read: number }[]>`
    select indexrelname as name, idx_tup_read::float8 as read from pg_stat_user_indexes where relname = 'runs'
    union all select 'rows', seq_tup_read from pg_stat_user_tables where relname = 'runs'`;
  return new Map(rows.map(({ name, read }) => [name, read]));
}

for (const [group, reads] of Object.entries({ ...trackerReads, ...pageReads }))
  describe(`L6: of ${RUNS.toLocaleString("en")} runs only the nearest are read`, () => {
    for (const [name, read] of Object.entries(reads))
      test(`${group}, ${name}`, async () => {
        const begin = await figures();
        await read(ground);
        const counted = [...(await figures())].map(
          ([of, count]) => [of, count - (begin.get(of) ?? 0)] as const,
        );
        const told = JSON.stringify(Object.fromEntries(counted.filter(([, count]) => count > 0)));
        const rows = new Map(counted).get("rows") ?? 0;
        assert.ok(rows < FEW, `rows were read one after the other: ${told}`);
        const entries = counted.reduce((sum, [of, count]) => sum + (of === "rows" ? 0 : count), 0);
        assert.ok(entries < REACH, `too many entries of indexes were read: ${told}`);
      });
  });
