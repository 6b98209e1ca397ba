import assert from "node:assert/strict";
import { defineFault } from "./fault.ts";

const RUNS = 20;
const MS = 200;

export const fault = defineFault({
  id: "F56",
  title: `${RUNS} queued runs of ${MS} ms and a single slot`,
  inTests: true,
  alone: true,
  round: async (site) => {
    await site.startWorker({ WORKER_SLOTS: "1" });
    const starts = Array.from({ length: RUNS }, () => site.start("sleepy", { ms: MS }));
    const ids = await Promise.all(starts);
    for (const id of ids) await site.reaches(id, "completed", 60);
    const [row] = await site.sql`
      select extract(epoch from max(ended_at) - min(queued_at))::float8 as seconds, max(claim)::int as claims from runs`;
    const seconds = row?.["seconds"] as number;
    assert.equal(row?.["claims"], 1, "each was taken once");
    assert.ok(seconds >= (RUNS * MS) / 1000, `two ran at once: all done after ${seconds} s`);
    assert.ok(seconds <= 6, `done after ${seconds} s`);
    return { "all done (s)": seconds };
  },
});
