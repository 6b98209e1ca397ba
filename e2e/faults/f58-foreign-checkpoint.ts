import assert from "node:assert/strict";
import { setTimeout as sleep } from "node:timers/promises";
import { defineFault } from "./fault.ts";
import type { Site } from "./site.ts";

const ITEMS = 60;
const NEWER = { JOB_TYPES_FOLDER: "jobs/runtime/testing/newer" };

export const fault = defineFault({
  id: "F58",
  title: "a run goes on in a release that does not know its checkpoint",
  atOnce: 4,
  round: async (site) => {
    const older = await site.startWorker();
    const input = { items: ITEMS, everyMs: 100 };
    const repeatable = await site.start("diary", input);
    const frail = await site.start("frail", input);
    for (const id of [repeatable, frail])
      await site.until("a product", async () => await site.products(id));
    await sleep(site.random() * 2_000);
    await older.end("SIGTERM");
    const left = await site.products(frail);
    await site.startWorker(NEWER);
    const run = await site.reaches(repeatable, "completed", 60);
    assert.deepEqual([run.attempt, run.message], [1, `${ITEMS} created`]);
    await assertBegunAnew(site, repeatable);
    const failed = await site.reaches(frail, "failed", 60);
    assert.equal(failed["error_code"], "checkpoint");
    assert.match(
      String(failed["error_message"]),
      /left off was written by another version of this job/,
    );
    assert.equal(await site.products(frail), left, "it did something before it failed");
    return { "items at the change": left };
  },
});

/** Each step and each item was done by the second claim again, and nothing of the first one's is counted. */
async function assertBegunAnew(site: Site, id: number): Promise<void> {
  const [row] = await site.sql`
    select count(*)::int as n from log_lines where run_id = ${id} and message like 'attempt 1 item 0 %'`;
  assert.equal(row?.["n"], 2);
  const steps = await site.sql`
    select s.name, s.progress_done::int as done, s.tallies, s.started_at >= a.started_at as by_newer
    from steps s join attempts a on a.run_id = s.run_id and a.claim = 2 where s.run_id = ${id} order by position`;
  assert.deepEqual(
    [...steps],
    [
      { name: "look", done: 1, tallies: {}, by_newer: true },
      { name: "write", done: ITEMS, tallies: { created: ITEMS }, by_newer: true },
    ],
  );
}
