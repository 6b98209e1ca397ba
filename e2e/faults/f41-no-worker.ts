import assert from "node:assert/strict";
import { setTimeout as sleep } from "node:timers/promises";
import { startMailServer } from "#e2e/support/mail-server.ts";
import { defineFault } from "./fault.ts";
import type { Person } from "./person.ts";
import type { Site } from "./site.ts";

const WAITING = 5;
const BANNER = "No worker is alive";
/** The silence that is told, the watchdog's round, and the way of a mail. */
const MAIL_SECONDS = 80;

export const fault = defineFault({
  id: "F41",
  title: `No worker is alive for a minute and more, ${WAITING} runs wait`,
  atOnce: 4,
  maxSeconds: 300,
  round: async (site) => {
    const sink = await startMailServer();
    const mail = { SMTP_URL: sink.url, MAIL_FROM: "console@nightshift.example" };
    const web = await site.startWeb(mail);
    const worker = await site.startWorker(mail);
    const admin = await site.person(web, "system-administrator", "all");
    await sleep(site.random() * 3_000);
    process.kill(worker.workerPid, "SIGKILL");
    await worker.ended();
    const lostMs = performance.now();
    const starts = Array.from({ length: WAITING }, () => site.start("sleepy", { ms: 50 }));
    const ids = await Promise.all(starts);
    const bannerSeconds = await untilBanner(site, admin, lostMs);
    await assertTold(admin, ids);
    await site.until("a mail", async () => sink.received.length > 0, 60 + MAIL_SECONDS);
    const mailSeconds = (performance.now() - lostMs) / 1000;
    await sleep(10_000);
    const alarms = sink.received.filter((one) => one.raw.includes(BANNER));
    assert.equal(alarms.length, 1, "one mail");
    await assertTold(admin, ids);
    const backMs = performance.now();
    await site.startWorker(mail);
    for (const id of ids) await site.reaches(id, "completed", 30);
    const ranSeconds = (performance.now() - backMs) / 1000;
    const [row] = await site.sql`
      select extract(epoch from max(r.ended_at) - max(w.started_at))::float8 as seconds
      from runs r, workers w where r.id in ${site.sql(ids)}`;
    const seconds = row?.["seconds"] as number;
    // The 60 s, and the time of a page.
    assert.ok(bannerSeconds <= 62, `a banner after ${bannerSeconds} s`);
    assert.ok(mailSeconds <= MAIL_SECONDS, `a mail after ${mailSeconds} s`);
    assert.ok(seconds <= 10, `all ran ${seconds} s after the worker was back`);
    await sink.close();
    return {
      "banner (s)": bannerSeconds,
      "mail (s)": mailSeconds,
      "all ran (s)": seconds,
      "with its start (s)": ranSeconds,
    };
  },
});

async function untilBanner(site: Site, admin: Person, lostMs: number): Promise<number> {
  const isTold = async () =>
    (await (await admin.request("/process-tracker")).text()).includes(BANNER);
  await site.until("the banner", isTold, 70);
  return (performance.now() - lostMs) / 1000;
}

/** On every page about jobs, and why on each job's own. */
async function assertTold(admin: Person, ids: number[]): Promise<void> {
  const runs = ids.map((id) => `/process-tracker/${id}`);
  const pages = [
    "/",
    "/process-tracker",
    "/scheduled-jobs",
    "/scheduled-jobs/upcoming",
    "/imports",
    ...runs,
  ];
  for (const path of pages) {
    const text = await (await admin.request(path)).text();
    assert.ok(text.includes(BANNER), `${path} has no banner`);
    if (runs.includes(path))
      assert.match(text, /Is a worker alive|No worker is alive\.|no worker is alive/i);
  }
}
