import assert from "node:assert/strict";
import { setTimeout as sleep } from "node:timers/promises";
import { stopRun } from "#lib/runs/stop.ts";
import { defineFault } from "./fault.ts";

const WATCHED_SECONDS = 60;

export const fault = defineFault({
  id: "F12",
  title: "Stop is pressed on a handler that ignores it and goes on writing",
  atOnce: 5,
  inTests: true,
  round: async (site) => {
    await site.startWorker();
    const id = await site.start("diary", { items: 10_000, everyMs: 100, obeys: false });
    await site.reaches(id, "running");
    await sleep(500 + site.random() * 2_000);
    const askedMs = performance.now();
    await stopRun(site.viewer, { runId: id });
    await site.reaches(id, ["stopping", "stopped"]);
    const stoppingSeconds = (performance.now() - askedMs) / 1000;
    const atStop = await site.products(id);
    await site.reaches(id, "stopped", 30);
    const stoppedSeconds = (performance.now() - askedMs) / 1000;
    assert.ok(stoppingSeconds <= 1, `stopping after ${stoppingSeconds} s`);
    assert.ok(stoppedSeconds <= 15, `stopped after ${stoppedSeconds} s`);
    const before = await site.traces(id);
    const written = (await site.products(id)) - atStop;
    assert.ok(written > 0, "it did not ignore its stop");
    await sleep(WATCHED_SECONDS * 1000);
    assert.deepEqual(await site.traces(id), before, "it wrote after its end");
    return {
      "stopping (s)": stoppingSeconds,
      "stopped (s)": stoppedSeconds,
      "written while asked to end": written,
    };
  },
});
