import assert from "node:assert/strict";
import { setTimeout as sleep } from "node:timers/promises";
import { appendLog } from "#lib/runs/append-log.ts";
import { settleRun } from "#lib/runs/settle.ts";
import { defineFault } from "./fault.ts";

const WATCHED_SECONDS = 15;

export const fault = defineFault({
  id: "F52",
  title: "A run is set to done while its handler writes and ignores its signal",
  atOnce: 5,
  round: async (site) => {
    await site.startWorker();
    const id = await site.start("diary", { items: 10_000, everyMs: 100, obeys: false });
    await site.reaches(id, "running");
    await sleep(500 + site.random() * 2_000);
    const { created_at: createdAt, claim } = await site.run(id);
    const askedMs = performance.now();
    await settleRun(site.viewer, { runId: id, reason: "Written by hand" });
    assert.equal((await site.run(id)).status, "stopping", "its process is stopped first");
    const run = await site.reaches(id, "settled", 30);
    const settledSeconds = (performance.now() - askedMs) / 1000;
    assert.ok(settledSeconds <= 15, `set to done after ${settledSeconds} s`);
    assert.equal(run["settled_reason"], "Written by hand");
    const before = await site.traces(id);
    const stale = { id, claim, domainId: site.domainId, createdAt: createdAt as Date };
    const late = [{ level: "info" as const, step: null, message: "late", agoMs: 0 }];
    await assert.rejects(appendLog({ run: stale, lines: late }), { name: "ClaimLost" });
    await sleep(WATCHED_SECONDS * 1000);
    assert.deepEqual(await site.traces(id), before, "it wrote after it was set to done");
    return { "set to done (s)": settledSeconds };
  },
});
