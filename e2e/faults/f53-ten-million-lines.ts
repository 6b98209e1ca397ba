import assert from "node:assert/strict";
import { defineFault } from "./fault.ts";
import { descendantsOf, peakOf, rssOf } from "./memory.ts";

const LINES = 10_000_000;
const MB = 1_000_000;

export const fault = defineFault({
  id: "F53",
  title: "A handler logs 10,000,000 lines in a minute",
  maxSeconds: 900,
  round: async (site) => {
    const worker = await site.startWorker();
    const web = await site.startWeb();
    const person = await site.person(web, "operator");
    const parent = peakOf(worker.workerPid);
    const largestChild = peakOf(worker.workerPid, (pid) =>
      Math.max(0, ...descendantsOf(pid).map(rssOf)),
    );
    const text = "a line as handlers write them, of some sixty characters";
    const id = await site.start("chatty", { times: LINES, text, overMs: 60_000 });
    await site.reaches(id, ["completed", "completed-with-warnings"], 800);
    const [parentMB, childMB] = [parent.end() / MB, largestChild.end() / MB];
    const [row] = await site.sql`
      select extract(epoch from r.ended_at - r.started_at)::float8 as seconds,
        (select sum(octet_length(message))::float8 from log_lines where run_id = r.id) as bytes,
        (select count(*)::int from log_lines where run_id = r.id) as lines
      from runs r where id = ${id}`;
    const page = await (await person.request(`/api/runs/${id}/log.txt`)).text();
    const stored = (row?.["bytes"] as number) / MB;
    assert.ok(stored <= 20, `${stored} MB were stored`);
    assert.match(
      page,
      /[\d,]+ lines (were cut here|were left out)/,
      "what people read says what was cut",
    );
    assert.ok(parentMB <= 300, `the worker took ${parentMB} MB`);
    assert.ok(childMB <= 300, `a handler's process took ${childMB} MB`);
    return {
      "worker RSS (MB)": parentMB,
      "its largest child (MB)": childMB,
      "stored (MB)": stored,
      "the handler's time (s)": row?.["seconds"] as number,
    };
  },
});
