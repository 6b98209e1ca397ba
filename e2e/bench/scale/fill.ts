import type postgres from "postgres";
import { makePeople } from "./people.ts";
import { makeParts } from "./parts.ts";
import { makeMonths, makeRuns } from "./runs.ts";

/**
 * Fills a migrated database that holds the job types with runs of fourteen months over fifty domains: twenty log lines and five
 * issues each in the mean. Takes about five minutes and 12 GB for a million. `makeSchedules` is called when the domains are there.
 */
export async function fillDatabase(
  sql: postgres.Sql,
  runCount: number,
  makeSchedules: () => Promise<void>,
): Promise<void> {
  await makePeople(sql);
  await makeSchedules();
  await makeMonths(sql);
  await makeRuns(sql, runCount);
  // What autovacuum would have done by the time such a history has grown; twice, for the next statements are planned by it.
  await sql.unsafe("analyze runs");
  await makeParts(sql);
  await sql.unsafe("vacuum (analyze)");
}
