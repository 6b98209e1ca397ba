import assert from "node:assert/strict";
import { setTimeout as sleep } from "node:timers/promises";
import { defineFault } from "./fault.ts";
import type { Site } from "./site.ts";
import { launch, upload } from "./upload.ts";

const ROWS = 200_000;
const BATCH = 5_000;
/** Of the statements that need the table for themselves: whoever queues behind one waits no longer. */
let longestTryMs = 0;

export const fault = defineFault({
  id: "F50",
  title: `A migration expands, and later contracts, the table into which ${ROWS.toLocaleString("en")} rows are imported`,
  maxSeconds: 900,
  round: async (site) => {
    await site.startWorker();
    const web = await site.startWeb();
    const person = await site.person(web, "operator");
    const { domainId } = site;
    const { draftId } = await upload(person, { domainId, name: "large.csv", body: rowsFile() });
    assert.ok(draftId);
    const started = await launch(person, draftId);
    const id = Number(started.leadsTo?.split("/").at(-1));
    await site.reaches(id, "running", 60);
    await writtenRows(site, 1_000 + site.random() * 20_000);
    const waits = watchWaits(site);
    await expand(site);
    await writtenRows(site, ROWS * (0.6 + site.random() * 0.3));
    const progress = (await site.run(id)).status;
    await contract(site);
    const seconds = Math.max(await waits.end(), longestTryMs / 1000);
    const run = await site.reaches(id, ["completed", "completed-with-warnings"], 600);
    const [row] = await site.sql`select (select count(*)::int from products) as products,
      (select count(*)::int from issues where run_id = ${id}) as issues`;
    assert.deepEqual({ ...row }, { products: ROWS, issues: 0 });
    assert.deepEqual([run.status, run.attempt, run.claim], ["completed", 1, 1]);
    assert.ok(seconds <= 3, `a lock was waited for for ${seconds} s`);
    return {
      failures: 0,
      "longest lock wait (s)": seconds,
      "contracted while it ran": progress === "running" ? 1 : 0,
    };
  },
});

function rowsFile(): Buffer {
  const rows = Array.from(
    { length: ROWS },
    (_, row) => `f50-${row},Product ${row},Words about product ${row}`,
  );
  return Buffer.from(`sku,name,description\n${rows.join("\n")}\n`);
}

async function writtenRows(site: Site, count: number): Promise<void> {
  const isThere = async () => {
    const [row] = await site.sql`select count(*)::int as n from products`;
    return (row?.["n"] as number) >= count;
  };
  await site.until(`${Math.round(count)} products`, isThere, 600);
}

/** A column that may be empty, its index beside the traffic, and the old rows in batches: what an old worker writes meanwhile fits. */
async function expand(site: Site): Promise<void> {
  await patiently(site, "alter table products add column season text");
  await site.sql.unsafe(
    "create index concurrently products_season on products (domain_id, season)",
  );
  for (let changed = BATCH; changed === BATCH;) {
    const rows = await site.sql`
      update products set season = 'all' where id in
        (select id from products where season is null limit ${BATCH} for update skip locked)`;
    changed = rows.count;
  }
}

/** When nothing reads it any more. */
async function contract(site: Site): Promise<void> {
  await site.sql.unsafe("drop index concurrently products_season");
  await patiently(site, "alter table products drop column season");
}

/** Gives up the lock that it does not get soon, so that nobody queues behind it for long, and comes again. */
async function patiently(site: Site, statement: string): Promise<void> {
  for (let tries = 1; ; tries += 1) {
    const beganMs = performance.now();
    try {
      await site.sql.begin(async (tx) => {
        await tx`set local lock_timeout = '2s'`;
        await tx.unsafe(statement);
      });
      return;
    } catch (error) {
      if ((error as { code?: string }).code !== "55P03" || tries === 50) throw error;
      await sleep(200);
    } finally {
      longestTryMs = Math.max(longestTryMs, performance.now() - beganMs);
    }
  }
}

/** The longest that anybody but the migration's own index waited for a lock, in seconds. */
function watchWaits(site: Site): { end(): Promise<number> } {
  let isOver = false;
  let longest = 0;
  const over = () => isOver;
  const watching = (async () => {
    while (!over()) {
      const [row] = await site.sql`
        select coalesce(extract(epoch from max(clock_timestamp() - l.waitstart)), 0)::float8 as seconds
        from pg_locks l join pg_stat_activity a using (pid)
        where not l.granted and a.datname = current_database() and a.query not like '%concurrently%'`;
      longest = Math.max(longest, row?.["seconds"] as number);
      await sleep(50);
    }
  })();
  return {
    end: async () => {
      isOver = true;
      await watching;
      return longest;
    },
  };
}
