import assert from "node:assert/strict";
import { setTimeout as sleep } from "node:timers/promises";
import { defineFault } from "./fault.ts";

const RUN_PAGE = "app/(console)/process-tracker/[runId]/actions.ts";

export const fault = defineFault({
  id: "F15",
  title: "Two administrators press Stop on a running job, a third Retry",
  atOnce: 2,
  round: async (site) => {
    await site.startWorker();
    const web = await site.startWeb();
    const persons = await Promise.all(
      [1, 2, 3].map(() => site.person(web, "domain-administrator")),
    );
    // It does not react, so that it is still running or stopping whenever the third one comes.
    const id = await site.start("sleepy", { ms: 300_000, obeys: false });
    await site.reaches(id, "running");
    await sleep(site.random() * 1_000);
    const presses = ["stop", "stop", "retry"].map(async (action, at) => {
      await sleep(site.random() * 30);
      const fields = { runId: String(id), seenClaim: "1" };
      const path = `/process-tracker/${id}`;
      return await persons[at]?.act(`${RUN_PAGE}#${action}`, fields, path);
    });
    const [one, other, retry] = await Promise.all(presses);
    assert.equal([one, other].filter((stop) => stop?.ok).length, 1, "one stop");
    const refused = [one, other].find((stop) => !stop?.ok);
    assert.match(refused?.message ?? "", /is stopping now\. Last changed by/);
    assert.match(retry?.message ?? "", /can't be retried\. It is (in progress|stopping) now/);
    const audit = await site.sql`
      select action, after->>'reason' as reason from audit_entries
      where object_type = 'run' and object_id = ${String(id)} and action <> 'run.start'`;
    const actions = audit.map((entry) => entry["action"] as string).toSorted();
    assert.deepEqual(actions, ["run.retry-refused", "run.stop", "run.stop-refused"]);
    const run = await site.reaches(id, "stopped", 30);
    assert.deepEqual([run.claim, run.attempt], [1, 1]);
    return { "audit entries": audit.length };
  },
});
