import assert from "node:assert/strict";
import { setTimeout as sleep } from "node:timers/promises";
import { defineFault } from "./fault.ts";

const BUSY_SECONDS = 60;

export const fault = defineFault({
  id: "F11",
  title: `a handler computes ${BUSY_SECONDS} s without a pause, beside a second worker`,
  atOnce: 2,
  round: async (site) => {
    await site.startWorker();
    const web = await site.startWeb();
    const person = await site.person(web, "system-administrator", "all");
    const id = await site.start("misbehave", { how: "busy", seconds: BUSY_SECONDS });
    await site.reaches(id, "running");
    const startedMs = performance.now();
    await sleep(site.random() * 3_000);
    await site.startWorker();
    let [gap, shownSeconds] = [0, 0];
    while ((await site.run(id)).status === "running") {
      const [row] = await site.sql`
        select extract(epoch from app_now() - min(heartbeat_at))::float8 as gap from workers where state = 'alive'`;
      gap = Math.max(gap, row?.["gap"] as number);
      await sleep(500);
      if (shownSeconds > 0) continue;
      const text = await (await person.request(`/process-tracker/${id}`)).text();
      const isShown = /No progress<small>its process has not answered for \d+ s/.test(
        text.replaceAll("<!-- -->", ""),
      );
      if (isShown) shownSeconds = (performance.now() - startedMs) / 1000;
    }
    const run = await site.run(id);
    assert.deepEqual([run.status, run.attempt, run.claim], ["completed", 1, 1]);
    const [row] = await site.sql`select count(*)::int as n from attempts where run_id = ${id}`;
    assert.equal(row?.["n"], 1, "a second start");
    assert.ok(gap <= 5, `no heartbeat for ${gap} s`);
    assert.ok(shownSeconds > 0 && shownSeconds <= 30, `shown after ${shownSeconds} s`);
    return { "heartbeat gap (s)": gap, "no progress shown (s)": shownSeconds };
  },
});
