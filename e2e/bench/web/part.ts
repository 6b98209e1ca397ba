import { setTimeout as sleep } from "node:timers/promises";
import type { Page } from "playwright";
import { everyPage } from "#e2e/support/pages.ts";
import { scriptBudget, weigh } from "#e2e/support/weigh.ts";
import { registerJobTypes } from "#lib/job-types/find.ts";
import { closeDatabase, useDatabaseRole } from "#lib/platform/db.ts";
import type { Bench } from "../bench.ts";
import { cookieOf, openBrowser, openPage } from "../screen.ts";
import { startMany } from "../start-many.ts";
import { catalogue, nothing } from "../types/catalogue.ts";
import { memoryOf, peakDuring, type Memory } from "./memory.ts";
import { requestsPerSecond } from "./requests.ts";

const TRACKER = "/process-tracker";
/** Until what a start leaves behind is collected. */
const SETTLE_MS = 10_000;

/** What the web process serves and holds, and what its pages weigh. */
export async function measure(bench: Bench): Promise<void> {
  useDatabaseRole("web", 5);
  registerJobTypes(catalogue);
  const worker = await bench.startWorker();
  const web = await bench.startWeb();
  await sleep(SETTLE_MS);
  const look = () => memoryOf(web.pid, worker.pid);
  const idle = look();
  const browser = await openBrowser();
  const { page } = await openPage(bench, browser, "system", TRACKER);
  const cookie = await cookieOf(page);
  await page.goto("about:blank");
  const rates: number[] = [];
  const load = bench.rounds(async () => {
    rates.push(await requestsPerSecond(bench, TRACKER, cookie));
  });
  const { web: busyWeb } = await peakDuring(look, load);
  bench.tell({ name: "tracker page", unit: "requests/s", ours: rates });
  await tellWeights(bench, page);
  await browser.close();
  const { worker: busyWorker, handler } = await peakDuring(look, drain(bench));
  tellMemory(bench, idle, { web: busyWeb, worker: busyWorker, handler });
  await closeDatabase();
}

async function tellWeights(bench: Bench, page: Page): Promise<void> {
  const visitor = await page.context().browser()?.newContext();
  const door = await visitor?.newPage();
  if (door) tellWeight(bench, "/sign-in", (await weigh(door, `${bench.webUrl}/sign-in`)).js);
  const cache = await page.context().newCDPSession(page);
  for (const path of await everyPage(bench.sql)) {
    // What an earlier page loaded is weighed again.
    await cache.send("Network.clearBrowserCache");
    tellWeight(bench, path, (await weigh(page, path)).js);
  }
}

function tellWeight(bench: Bench, path: string, js: number): void {
  const name = `JavaScript of ${path.replaceAll(/\/([0-9a-f]{8}-[0-9a-f-]{27}|\d+)/g, "/…")}`;
  const goal = { of: "ours", atMost: scriptBudget(path) } as const;
  bench.tell({ name, unit: "kB", ours: [js], goal });
}

/** Small runs, many of them. */
async function drain(bench: Bench): Promise<void> {
  const [domain] = await bench.sql<
    { id: string }[]
  >`select id from domains where name = 'alpine.example'`;
  const ids = await startMany(nothing.name, domain?.id as string, bench.size("load"));
  await bench.until(
    "the runs to end",
    async () => {
      const [row] =
        await bench.sql`select 1 from runs where id = any(${ids}) and ended_at is null limit 1`;
      return row === undefined;
    },
    600,
    200,
  );
}

function tellMemory(bench: Bench, idle: Memory, busy: Memory): void {
  const rows = [
    ["web", "the tracker is asked as fast as it answers"],
    ["worker", "small runs are drained"],
    ["handler", "small runs are drained"],
  ] as const;
  for (const [name, note] of rows) {
    bench.tell({ name: `memory of the ${name} process, idle`, unit: "MB", ours: [idle[name]] });
    bench.tell({
      name: `memory of the ${name} process under load`,
      unit: "MB",
      ours: [busy[name]],
      note,
    });
  }
}
