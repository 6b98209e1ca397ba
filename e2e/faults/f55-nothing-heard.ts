import assert from "node:assert/strict";
import { setTimeout as sleep } from "node:timers/promises";
import { Proxy } from "#jobs/runtime/testing/proxy.ts";
import { defineFault } from "./fault.ts";
import { LogReader } from "./log-reader.ts";
import type { Program } from "./program.ts";
import type { Site } from "./site.ts";

const STARTS = 30;
const LINES = 60;

export const fault = defineFault({
  id: "F55",
  title:
    "Notifications don't arrive: the listener's connection is killed again and again, or goes through a pooler",
  atOnce: 2,
  round: async (site, round) => {
    const worker = await Proxy.before(process.env["DATABASE_URL_WORKER"] as string);
    const web = await Proxy.before(process.env["DATABASE_URL_WEB"] as string);
    for (const proxy of [worker, web]) proxy.listeners = round % 2 ? "part" : "deafen";
    const programs = await startBehind(site, worker, web);
    const starts = await measureStarts(site);
    const lines = await measureLines(site, programs.web);
    for (const [name, program] of Object.entries(programs))
      assert.equal(warnings(program), 1, name);
    assert.ok(starts <= 1.5, `starts p95 ${starts} s`);
    assert.ok(lines <= 2, `log lines p95 ${lines} s`);
    for (const proxy of [worker, web]) proxy.close();
    return { "start p95 (s)": starts, "log line p95 (s)": lines };
  },
});

async function startBehind(site: Site, worker: Proxy, web: Proxy) {
  const { DATABASE_URL_WORKER, DATABASE_URL_WEB } = process.env as Record<string, string>;
  return {
    worker: await site.startWorker({
      DATABASE_URL_WORKER: worker.through(DATABASE_URL_WORKER as string),
    }),
    web: await site.startWeb({ DATABASE_URL_WEB: web.through(DATABASE_URL_WEB as string) }),
  };
}

/** From the queue to running, one at a time. */
async function measureStarts(site: Site): Promise<number> {
  for (let start = 0; start < STARTS; start += 1) {
    const id = await site.start("sleepy", { ms: 1 });
    await site.reaches(id, "completed");
    await sleep(site.random() * 300);
  }
  const rows =
    await site.sql`select extract(epoch from started_at - queued_at)::float8 as seconds from runs where job_type = 'sleepy'`;
  return p95(rows.map((row) => row["seconds"] as number));
}

/** From the handler to somebody who reads along. */
async function measureLines(site: Site, web: { url: string }): Promise<number> {
  const person = await site.person(web as never, "operator");
  const id = await site.start("chatty", { times: LINES, pauseMs: 250 });
  await site.reaches(id, ["running", "completed"]);
  const reader = new LogReader(person, id);
  await site.reaches(id, "completed", 60);
  const read = await reader.ended();
  assert.ok(read.length >= LINES);
  return p95(read.map((line) => (line.seenMs - Date.parse(line.at)) / 1000));
}

function p95(values: number[]): number {
  const sorted = values.toSorted((one, other) => one - other);
  return sorted[Math.ceil(sorted.length * 0.95) - 1] ?? Number.NaN;
}

const warnings = (program: Program) =>
  program.output.split("\n").filter((line) => line.includes("no notifications arrive")).length;
