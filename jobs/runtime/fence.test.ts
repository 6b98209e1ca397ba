import assert from "node:assert/strict";
import { Readable } from "node:stream";
import { after, before, test } from "node:test";
import { sql } from "drizzle-orm";
import { makeDomain } from "#e2e/support/run-rows.ts";
import { addResult } from "#lib/runs/add-result.ts";
import { appendLog } from "#lib/runs/append-log.ts";
import { claimRuns, type ClaimedRun } from "#lib/runs/claim.ts";
import { endRun } from "#lib/runs/end.ts";
import { handOverRun } from "#lib/runs/hand-over.ts";
import { keepInputFacts } from "#lib/runs/keep-input-facts.ts";
import type { PendingWork } from "#lib/runs/pending.ts";
import { restoreRun } from "#lib/runs/restore.ts";
import { writeChunk, writeProgress } from "#lib/runs/write-chunk.ts";
import { registerWorker, type WorkerIdentity } from "#lib/workers/register.ts";
import { Bench } from "./testing/bench.ts";

let bench: Bench;
let worker: WorkerIdentity;

before(async () => {
  bench = await Bench.open("fence", "worker");
  worker = await registerWorker({ name: "one", version: "1", slots: 4 });
});

after(() => bench.close());

const WORK: PendingWork = {
  steps: [
    {
      position: 1,
      name: "sleep",
      title: "Sleep",
      status: "running",
      done: 7,
      total: 9,
      tallies: { a: 1 },
      message: null,
      startedAgoMs: 5,
      endedAgoMs: null,
    },
  ],
  issues: [{ seq: 1, severity: "refused", code: "trial", message: "m" }],
  refused: [{ seq: 1, row: 2, cells: ["x"], reason: "r" }],
  warningCount: 1,
  issueCount: 1,
  stepPosition: 1,
  permille: 500,
  message: "half",
};

const MARK = {
  mark: { chunk: 1, state: { at: 7 }, step: null, issueSeq: 1, refusedSeq: 1, warningCount: 1 },
  version: 1,
};

const addProduct = (domainId: string) => sql`
  insert into products (id, domain_id, sku, sku_key, categories, groups, attributes, content_hash, created_at, updated_at)
  values (gen_random_uuid(), ${domainId}, 'a', gen_random_uuid(), '{}', '{}', '{}', '', now(), now())`;

const effect = (run: ClaimedRun) =>
  writeChunk(
    run,
    (tx) => tx.execute(addProduct(run.domainId as string)),
    () => ({ work: WORK, checkpoint: MARK }),
  );

/** Everything that a worker can write, by name. */
const WRITES: Record<string, (run: ClaimedRun) => Promise<unknown>> = {
  chunk: effect,
  progress: (run) => writeProgress(run, WORK),
  log: (run) =>
    appendLog({ run, lines: [{ level: "info", step: null, message: "late", agoMs: 0 }] }),
  result: (run) =>
    addResult(run, { name: "late.csv", contentType: "text/csv", stream: Readable.from(["x"]) }),
  "input facts": (run) => keepInputFacts(run, { rows: 1 }),
  restore: (run) => restoreRun(run),
  end: (run) => endRun(run, { outcome: "done" }, WORK),
  failure: (run) =>
    endRun(run, { outcome: "failed", error: { code: "error", message: "late" }, crashed: true }),
  "hand-over": (run) => handOverRun(run, "one"),
};

async function twoClaims(): Promise<[ClaimedRun, ClaimedRun]> {
  const id = await bench.start("sleepy", { ms: 1 });
  const [stale] = (await claimRuns(worker, 9)).runs as [ClaimedRun];
  assert.equal(stale.id, id);
  await handOverRun(stale, "one");
  const [current] = (await claimRuns(worker, 9)).runs as [ClaimedRun];
  return [stale, current];
}

const everything = async (id: number) =>
  JSON.stringify([
    await bench.sql`select * from runs where id = ${id}`,
    await bench.sql`select * from attempts where run_id = ${id} order by claim`,
    await bench.sql`select * from steps where run_id = ${id} order by position`,
    await bench.sql`select * from log_lines where run_id = ${id}`,
    await bench.sql`select * from issues where run_id = ${id}`,
    await bench.sql`select * from refused_rows where run_id = ${id}`,
    await bench.sql`select * from files where run_id = ${id}`,
    await bench.sql`select * from notices where run_id = ${id}`,
    await bench.sql`select count(*) from products`,
  ]);

for (const [name, write] of Object.entries(WRITES)) {
  test(`${name}: a claim that was taken by somebody else writes nothing`, async () => {
    const [stale, current] = await twoClaims();
    const before = await everything(stale.id);
    await assert.rejects(write(stale), { name: "ClaimLost" });
    assert.equal(await everything(stale.id), before);
    await write(current);
    if (name !== "restore" && name !== "input facts")
      assert.notEqual(await everything(stale.id), before, "the live claim writes");
    await bench.sql`update runs set status = 'cancelled' where id = ${stale.id}`;
  });

  test(`${name}: a run that has ended takes nothing more`, async () => {
    const [, current] = await twoClaims();
    await endRun(current, { outcome: "done" });
    const before = await everything(current.id);
    await assert.rejects(write(current), { name: "ClaimLost" });
    assert.equal(await everything(current.id), before);
  });
}

test("a chunk writes its domain and no other", async () => {
  const [, run] = await twoClaims();
  const foreign = await makeDomain(bench.sql, "foreign.example");
  const chunk = (domainId: string) =>
    writeChunk(
      run,
      (tx) => tx.execute(addProduct(domainId)),
      () => ({ work: WORK, checkpoint: MARK }),
    );
  await assert.rejects(chunk(foreign), /row-level security|Failed query/);
  await chunk(bench.domainId);
  await endRun(run, { outcome: "done" });
});

test("a chunk that was committed although its answer was lost is not written twice", async () => {
  const [, run] = await twoClaims();
  await effect(run);
  await assert.rejects(effect(run), { name: "ClaimLost" });
  const [groups] = await bench.sql`select issue_count from issue_groups where run_id = ${run.id}`;
  assert.equal(groups?.["issue_count"], 1);
  await endRun(run, { outcome: "done" });
});
