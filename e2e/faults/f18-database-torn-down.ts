import assert from "node:assert/strict";
import { setTimeout as sleep } from "node:timers/promises";
import { defineFault } from "./fault.ts";
import { Load, type Sent } from "./load.ts";
import { plantFailed, retryAt } from "./planted.ts";
import type { Person } from "./person.ts";
import type { Site } from "./site.ts";

const PER_SECOND = 50;
const AWAY_MS = 5_000;
const ROWS = 600;

export const fault = defineFault({
  id: "F18",
  title: `PostgreSQL torn down for 5 s under 4 running jobs and ${PER_SECOND} requests/s`,
  ownServer: true,
  inTests: true,
  alone: true,
  round: async (site) => {
    const worker = await site.startWorker();
    const web = await site.startWeb();
    const person = await site.person(web, "operator");
    const running = await Promise.all(
      [1, 2, 3, 4].map((job) =>
        site.start("count", { rows: ROWS, perChunk: 10, pauseMs: 200, prefix: `f18-${job}-` }),
      ),
    );
    for (const id of running) await site.reaches(id, "running");
    const failed = await plantFailed(site, 600);
    const load = new Load(PER_SECOND, requests(person, running[0] as number, failed));
    await sleep(3_000 + site.random() * 2_000);
    await site.ownServer?.stopImmediate();
    const goneMs = performance.now();
    await sleep(AWAY_MS);
    const askedBackMs = performance.now();
    await site.ownServer?.startAgain();
    const backMs = performance.now();
    await untilQuiet(load, backMs);
    const sent = await load.end();
    assert.ok(web.isAlive && worker.isAlive, "both processes live");
    const away = sent.filter((one) => one.sentMs > goneMs && one.endMs < askedBackMs);
    const figures = { ...judgeAway(away), ...judgeBack(sent, backMs) };
    const accepted = sent.flatMap((one) => (one.runId && one.status === 200 ? [one.runId] : []));
    for (const id of [...running, ...accepted]) await site.reaches(id, "completed", 60);
    await assertEffects(site, [...running, ...accepted]);
    return { ...figures, "starts accepted, all run": accepted.length };
  },
});

/** In turn: what a page asks while it is open, a page, whether all is well, and a start. */
function requests(person: Person, runId: number, failed: number[]) {
  const get = (kind: string, path: string) => ({
    kind,
    send: async () => {
      const answer = await person.request(path);
      await answer.arrayBuffer();
      return { kind, status: answer.status };
    },
  });
  return (count: number) => {
    if (count % 25 === 0) return get("page", "/process-tracker?mine=0");
    if (count % 10 === 5) return get("ready", "/api/health/ready");
    const id = count % 25 === 12 ? failed.pop() : undefined;
    if (!id) return get("read", `/api/runs/${runId}`);
    const send = async () => {
      const { status, ok, message } = await retryAt(person, id);
      const told = message.includes("does not answer") ? 503 : status;
      return { kind: "start", status: ok ? 200 : told, runId: id };
    };
    return { kind: "start", send };
  };
}

/** While it is away every request is told so, soon. */
function judgeAway(away: Sent[]) {
  const slowest = Math.max(...away.map((one) => one.endMs - one.sentMs)) / 1000;
  const others = away.filter((one) => one.status !== 503).map((one) => `${one.kind} ${one.status}`);
  assert.ok(away.length >= (PER_SECOND * AWAY_MS) / 2_000, `only ${away.length} were answered`);
  assert.deepEqual([...new Set(others)], [], "answered otherwise than 503");
  assert.ok(slowest <= 2, `told after ${slowest} s`);
  return { "told while away": away.length, "told after at most (s)": slowest };
}

/** As long as people may have to wait, or until two seconds went well. */
async function untilQuiet(load: Load, backMs: number): Promise<void> {
  while (performance.now() < backMs + 11_000) {
    await sleep(200);
    const lately = load.sent.filter(
      (one) => one.sentMs > Math.max(backMs, performance.now() - 2_500),
    );
    const isWell = lately.length > PER_SECOND && lately.every((one) => one.status === 200);
    if (isWell && lately.some((one) => one.kind === "start")) return;
  }
}

/** From some moment on all is as before. */
function judgeBack(sent: Sent[], backMs: number) {
  const last = Math.max(
    backMs,
    ...sent.filter((one) => one.status !== 200).map((one) => one.sentMs),
  );
  const seconds = (last - backMs) / 1000;
  assert.ok(seconds <= 10, `normal ${seconds} s after the start`);
  assert.ok(sent.some((one) => one.sentMs > last && one.kind === "start"));
  return { "normal after (s)": seconds };
}

/** Each run has written each of its rows once. */
async function assertEffects(site: Site, ids: number[]): Promise<void> {
  const wrong = await site.sql`
    select r.id, r.status, r.claim, count(p.id)::int as written from runs r left join products p on p.created_by_run = r.id
    where r.id in ${site.sql(ids)} group by r.id having count(p.id) <> (r.parameters->>'rows')::int`;
  assert.deepEqual([...wrong], []);
}
