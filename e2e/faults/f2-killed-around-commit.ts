import assert from "node:assert/strict";
import { setTimeout as sleep } from "node:timers/promises";
import { assertDiaryOnce } from "./effects.ts";
import { childrenOf } from "./processes.ts";
import { defineFault } from "./fault.ts";
import type { Site } from "./site.ts";

const POINTS = 50;
/** From the claim to after the end, with the commits drawn out below. */
const WINDOW_MS = 500;
const COMMIT_MS = 80;

export const fault = defineFault({
  id: "F2",
  title: `kill -9 at ${POINTS} points around the commit of the last step`,
  rounds: POINTS,
  atOnce: 4,
  round: async (site, round) => {
    const workers = [await site.startWorker(), await site.startWorker()];
    await drawOutCommits(site);
    const id = await site.start("diary", { items: 1, everyMs: 0 });
    const holder = await site.until("its claim", async () => {
      const run = await site.run(id);
      return workers.find((worker) => worker.id === run["worker_id"]);
    });
    await sleep(((round - site.random()) / POINTS) * WINDOW_MS);
    // Every other time its handler's process goes at the same moment, as if the machine was switched off.
    const children = round % 2 === 0 ? childrenOf(holder.workerPid) : [];
    for (const pid of [holder.workerPid, ...children]) process.kill(pid, "SIGKILL");
    const wasThere = await site.products(id);
    const { status } = await site.run(id);
    const run = await site.reaches(id, "completed", 60);
    await sleep(1_000);
    await assertDiaryOnce(site, id, 1);
    assert.equal(run.message, "1 created");
    return {
      "effect was there": wasThere,
      "had ended": Number(status === "completed"),
      attempts: run.attempt,
    };
  },
});

/** Each commit of an effect and of an end takes a while, so that many of the points lie inside one. */
async function drawOutCommits(site: Site): Promise<void> {
  await site.sql.unsafe(`
    create function linger() returns trigger language plpgsql as $$ begin perform pg_sleep(${COMMIT_MS / 1000}); return null; end $$;
    create constraint trigger linger after insert on products deferrable initially deferred for each row execute function linger();
    create constraint trigger linger after update on attempts deferrable initially deferred for each row execute function linger();`);
}
