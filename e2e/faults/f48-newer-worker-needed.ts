import assert from "node:assert/strict";
import { setTimeout as sleep } from "node:timers/promises";
import { catalogue } from "#jobs/catalogue.ts";
import { catalogue as newerTypes } from "#jobs/runtime/testing/newer/catalogue.ts";
import { registerJobTypes } from "#lib/job-types/find.ts";
import { defineFault } from "./fault.ts";
import type { Person } from "./person.ts";

const WATCHED_SECONDS = 60;
const NEWER = { JOB_TYPES_FOLDER: "jobs/runtime/testing/newer" };
/** One job that is new, and one that has a new version. */
const TYPES = ["novelty", "diary"];

export const fault = defineFault({
  id: "F48",
  title: "an older worker meets a job, and a version of one, that it does not know",
  // Its rounds keep step, and so many workers start in the same second.
  atOnce: 2,
  round: async (site, round) => {
    registerJobTypes([...catalogue, ...newerTypes]);
    const older = await site.startWorker();
    const web = await site.startWeb(NEWER);
    const person = await site.person(web, "system-administrator", "all");
    await sleep(site.random() * 2_000);
    const starts = TYPES.map((type) => site.start(type, { items: 5, everyMs: 20 }));
    const ids = await Promise.all(starts);
    await sleep(WATCHED_SECONDS * 1000);
    for (const id of ids) {
      const run = await site.run(id);
      assert.deepEqual([run.status, run.attempt, run.claim], ["queued", 0, 0]);
      await assertSaid(person, id);
    }
    // Every other time the older one stays, as while a new release is rolled out.
    if (round % 2 === 0) await older.end("SIGTERM");
    await site.startWorker(NEWER);
    const standsMs = performance.now();
    for (const id of ids) await site.reaches(id, ["running", "completed"], 60);
    const runsSeconds = (performance.now() - standsMs) / 1000;
    for (const id of ids) {
      const run = await site.reaches(id, "completed", 60);
      assert.deepEqual([run.attempt, run.claim], [1, 1]);
    }
    assert.ok(runsSeconds <= 5, `they run ${runsSeconds} s after the newer worker stands`);
    return { "runs (s)": runsSeconds };
  },
});

async function assertSaid(person: Person, id: number): Promise<void> {
  const page = await person.request(`/process-tracker/${id}`);
  const text = (await page.text()).replaceAll(/<[^>]*>/g, "");
  for (const said of [
    /Waits for a worker/,
    /only a newer worker knows|none of those that are alive knows this job/,
  ])
    assert.match(text, said);
}
