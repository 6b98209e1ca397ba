import assert from "node:assert/strict";
import { defineFault } from "./fault.ts";

/** What the handler does, and the words and the code of its failure. */
const WAYS: Array<[string, RegExp, string]> = [
  ["throw-later", /^thrown out of reach$/, "crashed"],
  ["reject-later", /^rejected out of reach$/, "crashed"],
  ["exit", /ended its process \(exit code 0\) instead of returning/, "crashed"],
  ["throw", /^thrown as usual$/, "error"],
];

export const fault = defineFault({
  id: "F10",
  title: "an exception nobody catches, a rejection nobody handles, process.exit(0)",
  round: async (site) => {
    const worker = await site.startWorker();
    await site.sql`create table ends (run_id bigint, status text)`;
    await site.sql`create function note_end() returns trigger language plpgsql security definer as $$
      begin insert into ends values (new.id, new.status); return null; end $$`;
    await site.sql`create trigger note_end after update of status on runs for each row execute function note_end()`;
    const ways = WAYS.toSorted(() => site.random() - 0.5);
    const beganMs = performance.now();
    const ids = await Promise.all(ways.map(([how]) => site.start("misbehave", { how })));
    for (const [at, [, words, code]] of ways.entries()) {
      const run = await site.reaches(ids[at] as number, "failed", 60);
      assert.match(String(run["error_message"]), words);
      assert.equal(run["error_code"], code);
    }
    const failedSeconds = (performance.now() - beganMs) / 1000;
    // A schedule of the installation may have fallen due meanwhile, and its run may well have completed.
    const ours = site.sql`run_id in ${site.sql(ids)}`;
    const wrong = await site.sql`select * from ends where ${ours} and status like 'completed%'`;
    assert.deepEqual([...wrong], [], "one was said to have completed");
    // One that was taken for a process that died meanwhile is handed over before anything of it began.
    const others = await site.sql`
      select run_id, claim, outcome, error_code from attempts
      where ${ours} and outcome not in ('failed', 'handed-over')`;
    assert.deepEqual([...others], [], "an attempt had another end");
    assert.ok(worker.isAlive);
    return { "all failed (s)": failedSeconds };
  },
});
