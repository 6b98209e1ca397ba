// Reads pages from one database, as the web process does; the part asks two of these in turn.
import postgres from "postgres";
import { catalogue } from "#jobs/catalogue.ts";
import { registerJobTypes } from "#lib/job-types/find.ts";
import { closeDatabase, useDatabaseRole } from "#lib/platform/db.ts";
import { pageReads } from "./page-reads.ts";
import { findPlaces, loadPersons, type Ground } from "./persons.ts";
import { trackerReads } from "./tracker-reads.ts";

export type Ask = { group: string; name: string; count: number };
/** Milliseconds of each reading. */
export type Answer = { ms: number[] } | { error: string };

const reads = { ...trackerReads, ...pageReads };

const ground = await prepare();
process.on("message", (ask: Ask) => void answer(ask));
process.once("disconnect", () => void closeDatabase().then(() => process.exit(0)));
process.send?.("ready");

async function prepare(): Promise<Ground> {
  useDatabaseRole("web", 10);
  registerJobTypes(catalogue);
  const viewers = await loadPersons();
  const sql = postgres(process.env["DATABASE_URL"] as string, { max: 2 });
  const places = await findPlaces(sql, viewers);
  await sql.end();
  return { viewers, places };
}

/** The first reading of a kind is not counted: connections learn the tables by it. */
async function answer({ group, name, count }: Ask): Promise<void> {
  const read = reads[group]?.[name];
  try {
    if (!read) throw new Error(`There is no reading ${group}, ${name}.`);
    await read(ground);
    const ms: number[] = [];
    for (let times = 0; times < count; times += 1) {
      const beganMs = performance.now();
      await read(ground);
      ms.push(performance.now() - beganMs);
    }
    process.send?.({ ms } satisfies Answer);
  } catch (error) {
    process.send?.({ error: `${group}, ${name}: ${String(error)}` } satisfies Answer);
  }
}
