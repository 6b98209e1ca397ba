import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { createTestDatabase } from "#e2e/support/database.ts";
import { makeDomain, makeRun, makeSteps, makeUser, ownerSql } from "#e2e/support/run-rows.ts";
import { trialType } from "#e2e/support/trial-type.ts";
import { personIn } from "#e2e/support/viewers.ts";
import { ALL_PERMISSIONS, BUILT_IN_ROLES } from "../access/permissions.ts";
import type { Viewer } from "../access/viewer.ts";
import { registerJobTypes } from "../job-types/find.ts";
import { closeDatabase } from "../platform/db.ts";
import { newId } from "../platform/ids.ts";
import { isRefusal, type Refusal } from "../text/refusal.ts";
import { cancelRun } from "./cancel.ts";
import type { RunAction } from "./may.ts";
import { releaseRun } from "./release.ts";
import { retryRun } from "./retry.ts";
import { settleRun } from "./settle.ts";
import { RUN_STATUSES, STATUS, type RunStatus } from "./status.ts";
import { stopRun } from "./stop.ts";

const database = await createTestDatabase("actions");
process.env["DATABASE_URL"] = database.ownerUrl;
process.env["DATABASE_URL_WEB"] = database.webUrl;
const sql = ownerSql();
const domainName = `actions-${newId()}.example`;
let domainId: string;
let userId: string;

before(async () => {
  registerJobTypes([trialType("trial", true), trialType("trial-unstoppable", false)]);
  domainId = await makeDomain(sql, domainName);
  userId = await makeUser(sql, "Trial person");
});

after(async () => {
  await closeDatabase();
  await sql.end();
  await database.drop();
});

const ACT: Record<RunAction, (viewer: Viewer, runId: number) => Promise<unknown>> = {
  stop: (viewer, runId) => stopRun(viewer, { runId }),
  cancel: (viewer, runId) => cancelRun(viewer, { runId }),
  retry: (viewer, runId) => retryRun(viewer, { runId }),
  release: (viewer, runId) => releaseRun(viewer, { runId }),
  settle: (viewer, runId) => settleRun(viewer, { runId, reason: "Done by hand in the shop" }),
};

/** What each action makes of each status; what is not listed is refused. */
const OUTCOME: Record<RunAction, Partial<Record<RunStatus, RunStatus>>> = {
  stop: { deferred: "cancelled", queued: "cancelled", running: "stopping", interrupted: "stopped" },
  cancel: { deferred: "cancelled", queued: "cancelled" },
  retry: { failed: "queued", stopped: "queued", interrupted: "queued", cancelled: "queued" },
  release: {},
  settle: {
    deferred: "settled",
    queued: "settled",
    running: "stopping",
    failed: "settled",
    stopped: "settled",
    interrupted: "settled",
  },
};

for (const action of Object.keys(ACT) as RunAction[]) {
  for (const status of RUN_STATUSES) {
    const outcome = OUTCOME[action][status];
    test(`${action} of a run that is ${status}: ${outcome ?? "refused with the reason"}`, async () => {
      const runId = await makeRun(sql, {
        status,
        job_type: "trial",
        domain_id: domainId,
        started_by: userId,
      });
      const refusal = await refused(ACT[action](person(ALL_PERMISSIONS), runId));
      assert.equal(await statusOf(runId), outcome ?? status);
      const entries = await auditOf(runId);
      if (outcome) {
        assert.equal(refusal, undefined);
        assert.deepEqual(entries.filter((entry) => !entry.endsWith("-refused")).length, 1);
        return;
      }
      assert.equal(refusal?.code, "conflict");
      const reason =
        action === "release"
          ? "not quarantined"
          : STATUS[status].label.toLowerCase().replace("…", "");
      assert.match(refusal?.message ?? "", new RegExp(reason));
      assert.deepEqual(entries, [`run.${action}-refused`]);
    });
  }
}

test("S49: only roles that hold the permission may act, and a run of others is not there for those who see their own only", async () => {
  for (const role of BUILT_IN_ROLES) {
    for (const action of ["stop", "retry"] as const) {
      const permission = action === "stop" ? "runs.stop" : "runs.retry";
      const status = action === "stop" ? "running" : "failed";
      const own = await makeRun(sql, {
        status,
        job_type: "trial",
        domain_id: domainId,
        started_by: userId,
      });
      const others = await makeRun(sql, { status, job_type: "trial", domain_id: domainId });
      const allowed = role.permissions.includes(permission);
      const viewer = person(role.permissions);
      assert.equal(
        (await refused(ACT[action](viewer, own)))?.code,
        allowed ? undefined : "forbidden",
        `${role.name} ${action}`,
      );
      const expected = allowed
        ? undefined
        : role.permissions.includes("runs.view-all")
          ? "forbidden"
          : "not-found";
      assert.equal(
        (await refused(ACT[action](viewer, others)))?.code,
        expected,
        `${role.name} ${action} another's`,
      );
    }
  }
});

test("a run of another domain is refused in the words of a number that does not exist", async () => {
  const elsewhere = await makeDomain(sql, `elsewhere-${newId()}.example`);
  const runId = await makeRun(sql, { status: "running", job_type: "trial", domain_id: elsewhere });
  const foreign = await refused(stopRun(person(ALL_PERMISSIONS), { runId }));
  const unknown = await refused(stopRun(person(ALL_PERMISSIONS), { runId: 999_999_999 }));
  assert.equal(foreign?.code, "not-found");
  assert.equal(foreign?.message, unknown?.message);
});

test("a job that can't be stopped says why", async () => {
  const runId = await makeRun(sql, {
    status: "running",
    job_type: "trial-unstoppable",
    domain_id: domainId,
  });
  const refusal = await refused(stopRun(person(ALL_PERMISSIONS), { runId }));
  assert.match(refusal?.message ?? "", /It ends within a second/);
  assert.equal(await statusOf(runId), "running");
});

test("a stop says who asked and why, and tells the worker", async () => {
  const runId = await makeRun(sql, { status: "running", job_type: "trial", domain_id: domainId });
  const heard: string[] = [];
  const listening = await sql.listen("nightshift_stop", (payload) => heard.push(payload));
  await stopRun(person(ALL_PERMISSIONS), { runId, reason: "wrong file" });
  const [row] =
    await sql`select stop_requested_by, stop_reason, stop_requested_at from runs where id = ${runId}`;
  await listening.unlisten();
  assert.deepEqual(
    [row?.["stop_requested_by"], row?.["stop_reason"]],
    ["Trial person", "wrong file"],
  );
  assert.ok(row?.["stop_requested_at"]);
  assert.ok(heard.includes(String(runId)));
});

test("two clicks on Retry at once make one attempt; the second hears what happened", async () => {
  for (let round = 0; round < 20; round += 1) {
    const runId = await makeRun(sql, {
      status: "failed",
      job_type: "trial",
      domain_id: domainId,
      attempt: 1,
      claim: 1,
    });
    const answers = await Promise.all(
      [1, 2].map(() => refused(retryRun(person(ALL_PERMISSIONS), { runId, seenClaim: 1 }))),
    );
    const refusals = answers.filter((answer) => answer !== undefined);
    assert.equal(refusals.length, 1);
    assert.match(refusals[0]?.message ?? "", /It is new now\. Last changed by Trial person/);
    const messages = await sql`select 1 from pgboss.job where data->>'runId' = ${String(runId)}`;
    assert.equal(messages.length, 1);
  }
});

test("a late second click does not repeat an attempt that ended meanwhile", async () => {
  const runId = await makeRun(sql, {
    status: "failed",
    job_type: "trial",
    domain_id: domainId,
    attempt: 2,
    claim: 2,
  });
  const refusal = await refused(retryRun(person(ALL_PERMISSIONS), { runId, seenClaim: 1 }));
  assert.match(refusal?.message ?? "", /tried again meanwhile/);
  assert.equal(await statusOf(runId), "failed");
});

test("stop, stop and retry of one running run: one stop, each refused one named in the audit log", async () => {
  const runId = await makeRun(sql, { status: "running", job_type: "trial", domain_id: domainId });
  const viewer = person(ALL_PERMISSIONS);
  const stops = await Promise.all([1, 2].map(() => refused(stopRun(viewer, { runId }))));
  const retry = await refused(retryRun(viewer, { runId }));
  assert.equal(stops.filter((answer) => answer === undefined).length, 1);
  assert.equal(retry?.code, "conflict");
  assert.deepEqual((await auditOf(runId)).toSorted(), [
    "run.retry-refused",
    "run.stop",
    "run.stop-refused",
  ]);
});

test("stop and a worker's claim at the same moment: cancelled without effect, or told to stop", async () => {
  for (let round = 0; round < 50; round += 1) {
    const runId = await makeRun(sql, { status: "queued", job_type: "trial", domain_id: domainId });
    const claim = sql`update runs set status = 'running', claim = claim + 1 where id = ${runId} and status in ('queued', 'deferred')`;
    const [stopped, claimed] = await Promise.all([
      refused(stopRun(person(ALL_PERMISSIONS), { runId })),
      claim,
    ]);
    assert.equal(stopped, undefined);
    assert.equal(await statusOf(runId), claimed.count === 1 ? "stopping" : "cancelled");
  }
});

test("a retry keeps what completed and the checkpoint, and forgets how the last attempt ended", async () => {
  const values = {
    status: "failed",
    job_type: "trial",
    domain_id: domainId,
    attempt: 3,
    claim: 5,
    error_code: "error",
  };
  const runId = await makeRun(sql, {
    ...values,
    ended_at: new Date(),
    checkpoint: sql.json({ row: 500 }),
  });
  await makeSteps(sql, runId, [
    { status: "completed", progress_done: 10 },
    { status: "failed", progress_done: 4, tallies: sql.json({ created: 4 }) },
  ]);
  await retryRun(person(ALL_PERMISSIONS), { runId });
  const [run] =
    await sql`select attempt, claim, ended_at, error_code, checkpoint from runs where id = ${runId}`;
  assert.deepEqual(
    { ...run },
    { attempt: 3, claim: 5, ended_at: null, error_code: null, checkpoint: { row: 500 } },
  );
  const found =
    await sql`select status, progress_done::int as done, tallies from steps where run_id = ${runId} order by position`;
  assert.deepEqual(
    found.map((step) => ({ ...step })),
    [
      { status: "completed", done: 10, tallies: {} },
      { status: "waiting", done: 4, tallies: { created: 4 } },
    ],
  );
});

test("a quarantined run is refused until it is released; the release frees its twins and tries it again", async () => {
  const values = {
    status: "failed",
    job_type: "trial",
    domain_id: domainId,
    quarantined_at: new Date(),
    input_hash: newId(),
    crash_count: 1,
  };
  const runId = await makeRun(sql, { ...values, crash_count: 2 });
  const twin = await makeRun(sql, values);
  const refusal = await refused(retryRun(person(ALL_PERMISSIONS), { runId }));
  assert.match(refusal?.message ?? "", /quarantined/);
  await releaseRun(person(ALL_PERMISSIONS), { runId });
  const rows =
    await sql`select status, quarantined_at, crash_count from runs where id in (${runId}, ${twin}) order by id`;
  assert.deepEqual({ ...rows[0] }, { status: "queued", quarantined_at: null, crash_count: 0 });
  assert.deepEqual([rows[1]?.["status"], rows[1]?.["quarantined_at"]], ["failed", null]);
});

test("a retry beside a run with the same overlap key is refused with that run's number", async () => {
  const key = newId();
  const alive = await makeRun(sql, {
    status: "running",
    job_type: "trial",
    domain_id: domainId,
    overlap_key: key,
  });
  const runId = await makeRun(sql, {
    status: "failed",
    job_type: "trial",
    domain_id: domainId,
    overlap_key: key,
  });
  const refusal = await refused(retryRun(person(ALL_PERMISSIONS), { runId }));
  assert.match(refusal?.message ?? "", new RegExp(`#${alive}`));
});

const person = (permissions: readonly string[]) =>
  personIn({ userId, domain: { id: domainId, name: domainName }, permissions });

async function refused(act: Promise<unknown>): Promise<Refusal | undefined> {
  try {
    await act;
    return undefined;
  } catch (error) {
    if (isRefusal(error)) return error;
    throw error;
  }
}

async function statusOf(runId: number): Promise<string> {
  const [row] = await sql<{ status: string }[]>`select status from runs where id = ${runId}`;
  return row?.status as string;
}

async function auditOf(runId: number): Promise<string[]> {
  const rows = await sql<{ action: string }[]>`
    select action from audit_entries where object_type = 'run' and object_id = ${String(runId)} order by id`;
  return rows.map((row) => row.action);
}

test("a run that is set to done says by whom and why, on the row and in the audit log", async () => {
  const runId = await makeRun(sql, {
    status: "failed",
    job_type: "trial",
    domain_id: domainId,
    ended_at: new Date("2026-11-01T02:00:00Z"),
  });
  await settleRun(person(ALL_PERMISSIONS), { runId, reason: "Sent by hand" });
  const [run] = await sql`select message, settled_reason, ended_at from runs where id = ${runId}`;
  assert.equal(run?.["message"], "Set to done by Trial person");
  assert.equal(run?.["settled_reason"], "Sent by hand");
  assert.deepEqual(run?.["ended_at"], new Date("2026-11-01T02:00:00Z"), "when it ended stays");
  const [entry] = await sql`
    select before, after from audit_entries where object_id = ${String(runId)} and action = 'run.settle'`;
  assert.equal((entry?.["before"] as { status: string } | undefined)?.status, "failed");
  assert.deepEqual(entry?.["after"], { status: "settled", reason: "Sent by hand", typed: runId });
});

test("what can't be stopped can't be set to done while it is executed", async () => {
  const runId = await makeRun(sql, {
    status: "running",
    job_type: "trial-unstoppable",
    domain_id: domainId,
  });
  const refusal = await refused(ACT.settle(person(ALL_PERMISSIONS), runId));
  assert.match(refusal?.message ?? "", /It ends within a second/);
});
