import assert from "node:assert/strict";
import { setTimeout as sleep } from "node:timers/promises";
import { stopRun } from "#lib/runs/stop.ts";
import { defineFault } from "./fault.ts";
import { LogReader } from "./log-reader.ts";

const STREAMS = 100;
/** As many as a session may have. */
const PER_SESSION = 10;

export const fault = defineFault({
  id: "L14",
  title: `The web process is asked to end while ${STREAMS} log streams are open`,
  round: async (site) => {
    await site.startWorker();
    const web = await site.startWeb();
    const { email } = await site.account("operator");
    const id = await site.start("chatty", { times: 1_000_000, pauseMs: 20 });
    await site.reaches(id, "running");
    const readers: LogReader[] = [];
    for (let session = 0; session < STREAMS / PER_SESSION; session += 1) {
      const person = await site.signIn(web.url, email);
      for (let at = 0; at < PER_SESSION; at += 1) readers.push(new LogReader(person, id));
    }
    await site.until("all to read", async () => readers.every((one) => one.lines.length > 0), 60);
    await sleep(site.random() * 2_000);
    const seconds = (await web.end()) / 1000;
    const next = await site.startWeb();
    const before = readers.map((reader) => reader.lines.length);
    for (const reader of readers) reader.goTo(next.url);
    const goesOn = async () =>
      readers.every((one, at) => one.lines.length > (before[at] ?? 0) + 20);
    await site.until("all to read on", goesOn, 60);
    await stopRun(site.viewer, { runId: id });
    await site.reaches(id, "stopped", 60);
    const [row] = await site.sql`select count(*)::int as lines from log_lines where run_id = ${id}`;
    for (const reader of readers) {
      const read = (await reader.ended()).map((line) => line.seq);
      const expected = Array.from({ length: row?.["lines"] as number }, (_, at) => at + 1);
      assert.deepEqual(read, expected, "a gap or a double");
      assert.ok(reader.breaks >= 1);
    }
    assert.ok(seconds <= 5, `it ended after ${seconds} s`);
    return { "ended after (s)": seconds, "lines of each": row?.["lines"] as number };
  },
});
