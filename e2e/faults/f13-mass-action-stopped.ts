import assert from "node:assert/strict";
import { stopRun } from "#lib/runs/stop.ts";
import { getRun } from "#lib/runs/get.ts";
import { defineFault } from "./fault.ts";

const ITEMS = 10_000;
const PER_BATCH = 100;
const SKIP_EVERY = 7;

export const fault = defineFault({
  id: "F13",
  title: `Stop at half of a mass action of ${ITEMS} items`,
  atOnce: 4,
  round: async (site) => {
    await site.startWorker();
    const batchMs = 50 + site.random() * 150;
    const input = { items: ITEMS, perBatch: PER_BATCH, batchMs, skipEvery: SKIP_EVERY };
    const id = await site.start("mass", input);
    const done = async () => {
      const [row] = await site.sql`select progress_done::int as n from steps where run_id = ${id}`;
      return row?.["n"] as number;
    };
    await site.until("half of it", async () => (await done()) >= ITEMS / 2, 120);
    const askedMs = performance.now();
    await stopRun(site.viewer, { runId: id });
    const run = await site.reaches(id, "stopped", 30);
    const stoppedSeconds = (performance.now() - askedMs) / 1000;
    assert.ok(stoppedSeconds <= 3, `stopped after ${stoppedSeconds} s`);
    const [step] = (await getRun(site.viewer, id)).steps;
    const told = Object.fromEntries(step?.tallies.map((one) => [one.name, one.count]) ?? []);
    const acted = (told["done"] ?? 0) + (told["skipped"] ?? 0);
    assert.equal(acted % PER_BATCH, 0, "not at the edge of a batch");
    assert.deepEqual([step?.done, step?.total], [acted, ITEMS]);
    assert.equal(told["skipped"], Math.ceil(acted / SKIP_EVERY));
    const left = ITEMS - acted;
    const said = [told["done"], told["skipped"], left].map((n) => (n ?? 0).toLocaleString("en"));
    const message = String(run.message).replaceAll("\u00a0", " ");
    assert.ok(
      message.endsWith(`after ${said[0]} done, ${said[1]} skipped; ${said[2]} left`),
      message,
    );
    return { "stopped (s)": stoppedSeconds, left };
  },
});
