import assert from "node:assert/strict";
import { defineFault } from "./fault.ts";
import type { Person } from "./person.ts";
import type { Site } from "./site.ts";

const GOOD = 5;
/** How it takes its process along, and what its page says of that. */
const WAYS = { segv: "signal SIGSEGV", abort: "signal SIGABRT", exit: "exit code 0" };

export const fault = defineFault({
  id: "F9",
  title: `runs that end their process in ${Object.keys(WAYS).length} ways, and ${GOOD} good ones`,
  inTests: true,
  round: async (site, round) => {
    const worker = await site.startWorker();
    const web = await site.startWeb();
    const person = await site.person(web, "system-administrator", "all");
    const beganMs = performance.now();
    const poisons = await Promise.all(
      Object.keys(WAYS).map((how) => site.start("misbehave", { how })),
    );
    const good = await Promise.all(
      Array.from({ length: GOOD }, () => site.start("diary", { items: 10, everyMs: 50 })),
    );
    for (const id of good) {
      const { attempt, claim } = await site.reaches(id, "completed", 60);
      assert.deepEqual([attempt, claim], [1, 1]);
    }
    for (const [at, words] of Object.values(WAYS).entries())
      await assertQuarantined(site, poisons[at] as number, words);
    const movedOnSeconds = (performance.now() - beganMs) / 1000;
    assert.ok(movedOnSeconds <= 30, `the queue moved on after ${movedOnSeconds} s`);
    assert.ok(worker.isAlive);
    const at = round % poisons.length;
    await release(site, person, poisons[at] as number, Object.values(WAYS)[at] as string);
    return { "queue moved on (s)": movedOnSeconds };
  },
});

async function assertQuarantined(site: Site, id: number, words: string): Promise<void> {
  const run = await site.reaches(id, "failed", 60);
  assert.deepEqual([run["error_code"], run["crash_count"], run.attempt], ["crashed", 2, 2]);
  assert.ok(run["quarantined_at"]);
  assert.ok(String(run["error_message"]).includes(words), String(run["error_message"]));
}

/** The page tells what happened and offers the release; releasing makes a new attempt. */
async function release(site: Site, person: Person, id: number, words: string): Promise<void> {
  const page = await person.request(`/process-tracker/${id}`);
  assert.equal(page.status, 200);
  const text = (await page.text()).replaceAll(/<[^>]*>/g, "");
  for (const said of [
    words,
    "It took its process with it twice with this input. It is quarantined",
    "Release it when the cause is gone",
    "Release and retry",
  ])
    assert.ok(text.includes(said), `the page does not say “${said}”`);
  const action = "app/(console)/process-tracker/[runId]/actions.ts#release";
  const acted = await person.act(action, { runId: `${id}`, seenClaim: "2" });
  assert.ok(acted.ok, `${acted.status} ${acted.message}`);
  await site.until("a third attempt", async () => (await site.run(id)).attempt === 3);
}
