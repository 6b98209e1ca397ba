import assert from "node:assert/strict";
import { setTimeout as sleep } from "node:timers/promises";
import { Proxy } from "#jobs/runtime/testing/proxy.ts";
import { defineFault } from "./fault.ts";
import type { Person } from "./person.ts";
import type { Site } from "./site.ts";

const DELAY_MS = 500;
const WORK_SECONDS = 300;
const RUNS = 3;
const READERS = 30;

export const fault = defineFault({
  id: "F22",
  title: `${DELAY_MS} ms each way to the database, for ${WORK_SECONDS} s of work`,
  atOnce: 5,
  maxSeconds: WORK_SECONDS + 300,
  round: async (site) => {
    const proxy = await Proxy.before(process.env["DATABASE_URL_WORKER"] as string);
    const through = (role: string) => proxy.through(process.env[`DATABASE_URL_${role}`] as string);
    const slow = await site.startWorker({ DATABASE_URL_WORKER: through("WORKER") });
    const web = await site.startWeb({ DATABASE_URL_WEB: through("WEB") });
    const person = await site.person(web, "system-administrator", "all");
    const ids = await Promise.all(
      Array.from({ length: RUNS }, () => site.start("diary", { items: 100_000, everyMs: 100 })),
    );
    for (const id of ids) await site.until("a product", async () => await site.products(id));
    // Who would declare it lost at once.
    await site.startWorker();
    proxy.delayMs = DELAY_MS;
    assert.ok((await secondsOf(person)) >= (2 * DELAY_MS) / 1000, "the network is not slow");
    const endMs = performance.now() + WORK_SECONDS * 1000;
    let worstGap = 0;
    const answers: number[] = [];
    while (performance.now() < endMs) {
      await sleep(5_000 + site.random() * 5_000);
      worstGap = Math.max(worstGap, await gapOf(site, slow.id));
      if (answers.length < READERS * 3) answers.push(...(await readTogether(person)));
    }
    proxy.delayMs = 0;
    await assertKept(site, ids, slow.id);
    const refused = answers.filter((status) => status === 503).length;
    proxy.close();
    return {
      "jobs declared lost": 0,
      "worst heartbeat gap (s)": worstGap,
      "pages refused": refused,
    };
  },
});

async function secondsOf(person: Person): Promise<number> {
  const beganMs = performance.now();
  await (await person.request("/process-tracker")).arrayBuffer();
  return (performance.now() - beganMs) / 1000;
}

async function gapOf(site: Site, workerId: string): Promise<number> {
  const [row] = await site.sql`
    select extract(epoch from app_now() - heartbeat_at)::float8 as gap from workers where id = ${workerId}`;
  return row?.["gap"] as number;
}

/** More readers than the pool has connections: each gets the page, or is told that the database does not answer. */
async function readTogether(person: Person): Promise<number[]> {
  const answers = await Promise.all(
    Array.from({ length: READERS }, () => person.request("/process-tracker")),
  );
  for (const answer of answers) {
    assert.ok([200, 503].includes(answer.status), `a page answered ${answer.status}`);
    await answer.arrayBuffer();
  }
  return answers.map((answer) => answer.status);
}

/** The slow worker still has them, at their first claim; what it wrote is there once. */
async function assertKept(site: Site, ids: number[], workerId: string): Promise<void> {
  const [lost] = await site.sql`
    select count(*)::int as n from workers where state = 'lost'`;
  assert.equal(lost?.["n"], 0, "a worker was declared lost");
  for (const id of ids) {
    const run = await site.run(id);
    assert.deepEqual([run.status, run.claim, run["worker_id"]], ["running", 1, workerId]);
    const [made] = await site.sql`
      select count(*)::int as products, count(distinct sku)::int as items from products where created_by_run = ${id}`;
    assert.equal(made?.["products"], made?.["items"], "an item was written twice");
    assert.ok((made?.["items"] as number) > 10, `${made?.["items"]} items were written`);
  }
}
