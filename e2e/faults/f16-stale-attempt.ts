import assert from "node:assert/strict";
import { setTimeout as sleep } from "node:timers/promises";
import { startMailServer } from "#e2e/support/mail-server.ts";
import type { Viewer } from "#lib/access/viewer.ts";
import { loadPerson } from "#lib/people/load-person.ts";
import { closeDatabase, useDatabaseRole } from "#lib/platform/db.ts";
import { appendLog } from "#lib/runs/append-log.ts";
import type { ClaimedRun } from "#lib/runs/claim.ts";
import { endRun } from "#lib/runs/end.ts";
import type { PendingWork } from "#lib/runs/pending.ts";
import { queueReports } from "#lib/reports/queue-reports.ts";
import { lockHeld, writeAsRun } from "#lib/runs/fence.ts";
import { startRun } from "#lib/runs/start.ts";
import { writeChunk, writeProgress } from "#lib/runs/write-chunk.ts";
import { childrenOf } from "./processes.ts";
import { defineFault } from "./fault.ts";
import type { Site, Worker } from "./site.ts";

const ITEMS = 150;
const LATE = "written too late";

export const fault = defineFault({
  id: "F16",
  title: "attempt 1, whose claim was taken, writes beside attempt 2",
  atOnce: 3,
  inTests: true,
  round: async (site) => {
    const mailServer = await startMailServer();
    const env = { SMTP_URL: mailServer.url };
    const first = await site.startWorker(env);
    const id = await startForSomebody(site);
    await site.until("a product", async () => await site.products(id));
    await sleep(site.random() * 3_000);
    const second = await site.startWorker(env);
    signalAll(first, "SIGSTOP");
    const stale = await claimOf(site, id);
    await site.until("attempt 2", async () => (await site.run(id)).attempt === 2, 60);
    await site.reaches(id, "running");
    const tries = await tryAll(site, stale);
    const thawedMs = performance.now();
    signalAll(first, "SIGCONT");
    await site.until("the end of the first worker", async () => !first.isAlive, 30);
    const endedSeconds = (performance.now() - thawedMs) / 1000;
    const run = await site.reaches(id, "completed", 60);
    assert.deepEqual([run.attempt, run.claim, run.message], [2, 2, `${ITEMS} created`]);
    await assertOnce(site, id);
    await site.until("its mail", async () => mailServer.received.length);
    await sleep(3_000);
    assert.equal(mailServer.received.length, 1, "one report");
    assert.ok(second.isAlive);
    await mailServer.close();
    return { "writes refused": tries, "first worker ended after its thaw (s)": endedSeconds };
  },
});

/** By a person, who gets a report when it has ended. */
async function startForSomebody(site: Site): Promise<number> {
  const { userId } = await site.account("system-administrator", "all");
  const parameters = { items: ITEMS, everyMs: 100 };
  const input = { domainId: site.domainId, title: "diary", parameters };
  return (await startRun((await loadPerson(userId)) as Viewer, "diary", input)).runId;
}

/** The parent and the processes of its handlers, all of them as if their machine stood still. */
function signalAll({ workerPid }: Worker, signal: NodeJS.Signals): void {
  for (const pid of [workerPid, ...childrenOf(workerPid)]) process.kill(pid, signal);
}

async function claimOf(site: Site, id: number): Promise<ClaimedRun> {
  const run = await site.run(id);
  assert.equal(run.claim, 1);
  const keys = { id, claim: 1, attempt: 1, jobType: "diary", domainId: site.domainId };
  return { ...keys, createdAt: run["created_at"], logSeq: 0 } as unknown as ClaimedRun;
}

const WORK: PendingWork = {
  steps: [],
  issues: [{ seq: 1, severity: "refused", code: "late", message: LATE }],
  refused: [],
  warningCount: 1,
  issueCount: 1,
  stepPosition: 1,
  permille: 999,
  message: LATE,
};

const MARK = { chunk: 9_999, state: { next: ITEMS }, step: null };
const COUNTS = { issueSeq: 1, refusedSeq: 0, warningCount: 1 };

/** The five kinds in which attempt 1 could write, as its process does. */
const WRITES: Record<string, (run: ClaimedRun) => Promise<unknown>> = {
  progress: (run) => writeProgress(run, WORK),
  log: (run) => appendLog({ run, lines: [{ level: "info", step: null, message: LATE, agoMs: 0 }] }),
  checkpoint: (run) =>
    writeChunk(
      run,
      () => Promise.resolve(),
      () => ({ work: WORK, checkpoint: { mark: { ...MARK, ...COUNTS }, version: 1 } }),
    ),
  finish: (run) => endRun(run, { outcome: "done" }, WORK),
  mail: (run) =>
    writeAsRun(run, async (tx) => {
      await queueReports(tx, await lockHeld(tx, run), "completed");
    }),
};

/** Each of them several times at random moments, while attempt 2 writes. Answers how many were refused: all. */
async function tryAll(site: Site, stale: ClaimedRun): Promise<number> {
  await closeDatabase();
  useDatabaseRole("worker", 2);
  let refused = 0;
  for (let turn = 0; turn < 5; turn += 1) {
    for (const [kind, attempt] of Object.entries(WRITES)) {
      await sleep(site.random() * 150);
      await assert.rejects(attempt(stale), { name: "ClaimLost" }, kind);
      refused += 1;
    }
  }
  return refused;
}

/** Nothing of what was tried is there, and each item's product and line belong to one attempt, in their order. */
async function assertOnce(site: Site, id: number): Promise<void> {
  const [late] = await site.sql`
    select (select count(*) from log_lines where run_id = ${id} and message = ${LATE})::int as lines,
      (select count(*) from issues where run_id = ${id})::int as issues,
      (select warning_count from runs where id = ${id}) as warnings,
      (select count(*) from mails where run_id = ${id})::int as mails`;
  assert.deepEqual(late, { lines: 0, issues: 0, warnings: 0, mails: 1 });
  const made = await site.sql`
    select split_part(sku, '-', 2)::int as item, name from products where created_by_run = ${id} order by item`;
  assert.deepEqual(
    made.map((row) => row["item"]),
    Array.from({ length: ITEMS }, (_, at) => at),
  );
  const writers = made.map((row) => String(row["name"]).split(" ")[1]).join("");
  assert.match(writers, /^1+2+$/, "attempt 1 wrote after attempt 2 had");
  const lines = await site.sql`
    select message from log_lines where run_id = ${id} and message like 'attempt %' order by seq`;
  const speakers = lines.map((line) => String(line["message"]).split(" ")[1]).join("");
  assert.match(speakers, /^1+2+$/, "attempt 1 logged after attempt 2 had");
}
