import assert from "node:assert/strict";
import { setTimeout as sleep } from "node:timers/promises";
import { childrenOf } from "./processes.ts";
import { defineFault } from "./fault.ts";

const EVERY_MS = 5;

export const fault = defineFault({
  id: "F54",
  title: `kill -9 right after a log line, one every ${EVERY_MS} ms`,
  atOnce: 3,
  round: async (site, round) => {
    const worker = await site.startWorker();
    const id = await site.start("chatty", { times: 100_000, text: "%now", pauseMs: EVERY_MS });
    await site.reaches(id, "running");
    await sleep(2_000 + site.random() * 3_000);
    // Every other time all its processes at once, as if the machine was switched off.
    const children = round % 2 === 0 ? childrenOf(worker.workerPid) : [];
    const killedAt = Date.now();
    for (const pid of [worker.workerPid, ...children]) process.kill(pid, "SIGKILL");
    await sleep(2_000);
    const lines = await site.sql`
      select seq, message from log_lines where run_id = ${id} order by seq`;
    const numbers = lines.map((line) => Number(String(line["message"]).split(" ")[0]));
    assert.deepEqual(
      numbers,
      numbers.map((_, at) => at),
      "lines are missing in between",
    );
    const lastSaidAt = Number(String(lines.at(-1)?.["message"]).split(" ")[1]);
    const missingMs = killedAt - lastSaidAt;
    assert.ok(missingMs <= 1_000, `the last ${missingMs} ms of the log are not there`);
    return { lines: lines.length, "not stored (ms before the kill)": missingMs };
  },
});
