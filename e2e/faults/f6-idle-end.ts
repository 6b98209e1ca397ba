import assert from "node:assert/strict";
import { setTimeout as sleep } from "node:timers/promises";
import { defineFault } from "./fault.ts";

export const fault = defineFault({
  id: "F6",
  title: "SIGTERM to an idle worker",
  round: async (site) => {
    const worker = await site.startWorker();
    const done = await site.start("diary", { items: 3, everyMs: 10 });
    await site.reaches(done, "completed");
    const later = await site.start(
      "diary",
      { items: 1, everyMs: 10 },
      { startAt: new Date(Date.now() + 3_600_000) },
    );
    await sleep(1_000 + site.random() * 3_000);
    const before = [await site.traces(done), await site.traces(later)];
    const exitSeconds = (await worker.end("SIGTERM")) / 1000;
    assert.ok(exitSeconds <= 2, `exit after ${exitSeconds} s`);
    assert.equal(worker.exitCode, 0);
    assert.deepEqual([await site.traces(done), await site.traces(later)], before);
    const [row] = await site.sql`select state, busy from workers`;
    assert.deepEqual(row, { state: "stopped", busy: 0 });
    return { "exit (s)": exitSeconds };
  },
});
