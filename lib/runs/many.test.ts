import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { setTimeout as sleep } from "node:timers/promises";
import { createTestDatabase } from "#e2e/support/database.ts";
import { makeDomain, makeRun, makeUser, ownerSql, type RunValues } from "#e2e/support/run-rows.ts";
import { trialType } from "#e2e/support/trial-type.ts";
import { personIn } from "#e2e/support/viewers.ts";
import { ALL_PERMISSIONS } from "../access/permissions.ts";
import type { Viewer } from "../access/viewer.ts";
import { registerJobTypes } from "../job-types/find.ts";
import { knownAway, noteAway } from "../platform/away.ts";
import { closeDatabase } from "../platform/db.ts";
import { newId } from "../platform/ids.ts";
import { isRefusal } from "../text/refusal.ts";
import { chooseAll } from "./choose-all.ts";
import { doMany } from "./do-many.ts";
import { foreseeMany } from "./foresee-many.ts";
import { NO_FILTERS } from "./list-input.ts";
import { MANY_MAX, seenText, type ManyDeed, type SeenRun } from "./seen-input.ts";
import { ManyInput } from "./many-input.ts";
import { retryRun } from "./retry.ts";
import { RUN_STATUSES, type RunStatus } from "./status.ts";

const database = await createTestDatabase("many");
process.env["DATABASE_URL"] = database.ownerUrl;
process.env["DATABASE_URL_WEB"] = database.webUrl;
const sql = ownerSql();
const domainName = `many-${newId()}.example`;
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

test("counted before: what becomes of each kind, and which are left and why", async () => {
  const runs = [...(await oneOfEach()), await made("completed"), await unstoppable("running")];
  assert.deepEqual(await counted("stop", runs), {
    will: { waiting: 2, running: 1, lost: 1 },
    wont: [
      "2 are completed now",
      "1 is stopping now",
      "1 is completed with warnings now",
      "1 is failed now",
      "1 is stopped now",
      "1 is cancelled now",
      "1 is set to done now",
      "1 can’t be stopped: It ends within a second",
    ],
  });
  assert.deepEqual((await counted("retry", runs)).will, { ended: 3, lost: 1 });
  const settle = await counted("settle", runs);
  assert.deepEqual(settle.will, { waiting: 2, running: 1, ended: 2, lost: 1 });
  assert.ok(settle.wont.includes("1 can’t be set to done: It ends within a second"));
});

const OUTCOME: Record<ManyDeed, Partial<Record<RunStatus, RunStatus>>> = {
  stop: { deferred: "cancelled", queued: "cancelled", running: "stopping", interrupted: "stopped" },
  retry: { failed: "queued", stopped: "queued", interrupted: "queued", cancelled: "queued" },
  settle: {
    deferred: "settled",
    queued: "settled",
    running: "stopping",
    failed: "settled",
    stopped: "settled",
    interrupted: "settled",
  },
};

for (const deed of Object.keys(OUTCOME) as ManyDeed[]) {
  test(`${deed} of many does what was counted, with one audit entry each, and touches nothing else`, async () => {
    const runs = await oneOfEach();
    const { runs: frozen } = await foreseeMany(person(), { deed, runs });
    const { done, left } = await doMany(person(), asked(deed, frozen));
    assert.deepEqual(left, []);
    const became = new Map(done.map((run) => [run.runId, run.status]));
    for (const { runId, seenStatus } of runs) {
      const outcome = OUTCOME[deed][seenStatus];
      assert.equal(became.get(runId), outcome, seenStatus);
      assert.equal(await statusOf(runId), outcome ?? seenStatus);
      const action =
        deed === "stop" && ["deferred", "queued"].includes(seenStatus) ? "cancel" : deed;
      assert.deepEqual(await auditOf(runId), outcome ? [`run.${action}`] : []);
    }
  });
}

test("one that is refused hinders no other, and is named with its reason", async () => {
  const good = await made("running");
  const ended = { ...(await made("completed")), seenStatus: "running" as const };
  const fast = await unstoppable("running");
  const answer = await doMany(person(), asked("stop", [ended, fast, good]));
  assert.deepEqual(
    answer.done.map(({ runId, title, status }) => [runId, title, status]),
    [[good.runId, "products.csv", "stopping"]],
  );
  assert.deepEqual(
    answer.left.map(({ runId }) => runId),
    [ended.runId, fast.runId],
  );
  assert.match(answer.left[0]?.reason ?? "", /It is completed now\. Last changed by worker one/);
  assert.match(answer.left[1]?.reason ?? "", /It ends within a second/);
  assert.ok(answer.left.every(({ isRefused }) => !isRefused));
});

test("a permission that is held in one domain does nothing in another; an unseen domain's run does not exist", async () => {
  const otherName = `other-${newId()}.example`;
  const other = await makeDomain(sql, otherName);
  const hidden = await makeDomain(sql, `hidden-${newId()}.example`);
  const [here, there, unseen] = [
    await made("failed"),
    await made("failed", { domain_id: other }),
    await made("failed", { domain_id: hidden }),
  ];
  const never = { ...unseen, runId: 999_999_999 };
  const base = person();
  const viewer: Viewer = {
    ...base,
    domains: [...base.domains, { id: other, name: otherName, timeZone: "UTC" }],
    grants: [
      ...base.grants,
      { role: "looks", permissions: new Set(["runs.view-all"]), domains: [other] },
    ],
  };
  const runs = [here, there, unseen, never];
  const foreseen = await foreseeMany(viewer, { deed: "retry", runs });
  assert.deepEqual(foreseen.runs, [here]);
  assert.deepEqual(
    foreseen.wont.map(({ count, why }) => `${count} ${why}`),
    ["2 do not exist", `1 needs the permission runs.retry in ${otherName}`],
  );
  // Whatever a form sends, each is decided again.
  const { done, left } = await doMany(viewer, asked("retry", runs));
  assert.deepEqual(
    done.map(({ runId }) => runId),
    [here.runId],
  );
  const [refused, foreign, unknown] = left;
  assert.deepEqual(
    [refused?.reason, refused?.isRefused],
    ["This needs the permission runs.retry.", true],
  );
  assert.deepEqual({ ...foreign, runId: 0 }, { ...unknown, runId: 0 });
  assert.equal(foreign?.title, null);
  for (const { runId } of [there, unseen]) assert.equal(await statusOf(runId), "failed");
  assert.deepEqual(await auditOf(unseen.runId), []);
});

test("who sees his own runs only acts on these, and without any permission on none", async () => {
  const own = await made("running", { started_by: userId });
  const others = await made("running", { started_by: null });
  const { done, left } = await doMany(person(["runs.stop"]), asked("stop", [own, others]));
  assert.deepEqual([done.map(({ runId }) => runId), left[0]?.title], [[own.runId], null]);
  assert.equal(await statusOf(others.runId), "running");
  const mine = await made("failed", { started_by: userId });
  for (const deed of ["stop", "retry", "settle"] as const) {
    const refused = await doMany(person(["imports.start"]), asked(deed, [mine]));
    assert.deepEqual([refused.done, refused.left[0]?.isRefused], [[], true]);
  }
  assert.equal(await statusOf(mine.runId), "failed");
});

test("a run that has begun another attempt is left: when it is counted, and when it is done", async () => {
  const failed = await made("failed");
  await sql`update runs set claim = 2 where id = ${failed.runId}`;
  const { runs, wont } = await foreseeMany(person(), { deed: "retry", runs: [failed] });
  assert.deepEqual(runs, []);
  assert.match(wont[0]?.why ?? "", /^has begun another attempt/);
  for (const deed of ["retry", "settle"] as const) {
    const { done, left } = await doMany(person(), asked(deed, [failed]));
    assert.deepEqual(done, []);
    assert.match(left[0]?.reason ?? "", /was tried again meanwhile by worker one/);
  }
  const running = await made("running");
  await sql`update runs set claim = 2 where id = ${running.runId}`;
  assert.equal((await doMany(person(), asked("stop", [running]))).done.length, 0);
  assert.equal(await statusOf(running.runId), "running");
});

test("what waited when it was counted and runs now is not stopped; what was retried meanwhile is not set to done", async () => {
  const waiting = await made("queued");
  await sql`update runs set status = 'running', claim = 2 where id = ${waiting.runId}`;
  const stop = await doMany(person(), asked("stop", [waiting]));
  assert.match(stop.left[0]?.reason ?? "", /can't be cancelled\. It is in progress now/);
  assert.equal(await statusOf(waiting.runId), "running");
  const failed = await made("failed");
  await retryRun(person(), { runId: failed.runId });
  const settle = await doMany(person(), asked("settle", [failed]));
  assert.match(settle.left[0]?.reason ?? "", /has changed meanwhile\. It is new now/);
  assert.equal(await statusOf(failed.runId), "queued");
});

test("two of the same at the same moment: each run is changed once, with one entry and one message", async () => {
  for (const deed of ["stop", "retry", "settle"] as const) {
    const status = deed === "stop" ? "queued" : "failed";
    const runs = await Promise.all(Array.from({ length: 25 }, () => made(status)));
    const answers = await Promise.all([1, 2].map(() => doMany(person(), asked(deed, runs))));
    const done = answers.flatMap((answer) => answer.done.map(({ runId }) => runId));
    assert.equal(done.length, 25, deed);
    assert.deepEqual(new Set(done), new Set(runs.map(({ runId }) => runId)), deed);
    const ids = runs.map(({ runId }) => String(runId));
    const [entries] = await sql`select count(*)::int as n from audit_entries
      where object_type = 'run' and object_id in ${sql(ids)} and action not like '%-refused'`;
    assert.equal(entries?.["n"], 25, deed);
    if (deed !== "retry") continue;
    const [sent] =
      await sql`select count(*)::int as n from pgboss.job where data->>'runId' in ${sql(ids)}`;
    assert.equal(sent?.["n"], 25);
  }
});

test("of runs of one job one is retried; beside a run of it that is under way none", async () => {
  const [twice, alive] = [newId(), newId()];
  const first = await made("failed", { overlap_key: twice });
  const second = await made("stopped", { overlap_key: twice });
  await made("running", { overlap_key: alive });
  const beside = await made("failed", { overlap_key: alive });
  const lost = await made("interrupted", { overlap_key: newId() });
  const runs = [first, second, beside, lost];
  const foreseen = await foreseeMany(person(), { deed: "retry", runs });
  assert.deepEqual(foreseen.runs, [first, lost]);
  assert.deepEqual(foreseen.wont.map(({ why }) => why).toSorted(), [
    "is the same job as another one of these",
    "is under way already as another run",
  ]);
  assert.equal((await doMany(person(), asked("retry", foreseen.runs))).done.length, 2);
});

test("set to done: the reason and the number that was typed are in the audit log of each", async () => {
  const runs = [await made("failed"), await made("stopped"), await made("queued")];
  await doMany(person(), asked("settle", runs));
  for (const { runId } of runs) {
    const [entry] =
      await sql`select after from audit_entries where object_id = ${String(runId)} and action = 'run.settle'`;
    assert.deepEqual(entry?.["after"], { status: "settled", reason: "Sent by hand", typed: 3 });
    const [run] = await sql`select settled_reason from runs where id = ${runId}`;
    assert.equal(run?.["settled_reason"], "Sent by hand");
  }
});

test("the database goes away in between: what was done is told, the rest is named and untouched; before, nothing is done", async () => {
  const away = () => {
    const refused = Object.assign(new Error("ECONNREFUSED"), { code: "ECONNREFUSED" });
    noteAway(refused, database.webUrl);
  };
  const isBack = async () => {
    while (knownAway()) await sleep(50);
  };
  const runs = await Promise.all(Array.from({ length: 200 }, () => made("failed")));
  const listening = await sql.listen("nightshift_runs", away);
  const { done, left } = await doMany(person(), asked("retry", runs));
  await listening.unlisten();
  await isBack();
  assert.ok(done.length > 0 && left.length > 0, `${done.length} done, ${left.length} left`);
  assert.equal(done.length + left.length, runs.length);
  assert.ok(left.every(({ isUntried, reason }) => isUntried && /does not answer/.test(reason)));
  for (const { runId } of done) assert.equal(await statusOf(runId), "queued");
  for (const { runId } of left) assert.equal(await statusOf(runId), "failed");
  away();
  await assert.rejects(doMany(person(), asked("retry", runs)), (error) =>
    isRefusal(error, "unavailable"),
  );
  await isBack();
});

test("a form holds one run to a thousand, each once, as it was seen", () => {
  const one = { id: 7, claim: 2, status: "failed" as const };
  const count = (runs: unknown) =>
    ManyInput.safeParse({ step: "count", deed: "stop", runs }).success;
  assert.deepEqual(
    ManyInput.parse({ step: "count", deed: "retry", runs: [seenText(one), seenText(one)] }).runs,
    [{ runId: 7, seenClaim: 2, seenStatus: "failed" }],
  );
  const texts = (length: number) =>
    Array.from({ length }, (_, at) => seenText({ ...one, id: at + 1 }));
  assert.equal(count(texts(MANY_MAX).join(",")), true);
  for (const runs of [undefined, "", [], texts(MANY_MAX + 1), texts(5000).join(",")])
    assert.equal(count(runs), false);
  for (const text of [
    "7",
    "7:2",
    "7:2:gone",
    "0:1:failed",
    "-7:2:failed",
    "7:2:failed:x",
    "7:x:failed",
  ])
    assert.equal(count(text), false, text);
  const settle = (fields: Record<string, unknown>) =>
    ManyInput.safeParse({ step: "do", deed: "settle", runs: texts(3), ...fields }).success;
  assert.equal(settle({ reason: "Sent by hand", typed: " 3 " }), true);
  for (const fields of [
    {},
    { reason: "Sent by hand" },
    { reason: " ", typed: "3" },
    { reason: "Sent by hand", typed: "2" },
  ])
    assert.equal(settle(fields), false);
  assert.equal(ManyInput.safeParse({ step: "do", deed: "release", runs: texts(1) }).success, false);
});

test("all that match are the newest thousand that the viewer sees, as they are at this moment", async () => {
  const name = `chosen-${newId()}`;
  const place = await makeDomain(sql, `${name}.example`);
  await sql`insert into runs (created_at, updated_at, updated_by, job_type, title, status, trigger, parameters, input_hash, domain_id, started_by)
    select now(), now(), 'worker one', 'trial', ${name}, case when at % 2 = 0 then 'failed' else 'completed' end, 'person', '{}', 'x', ${place},
      case when at <= 3 then ${userId}::uuid end
    from generate_series(1, ${MANY_MAX * 2 + 10}) as at`;
  const domain = { id: place, name: `${name}.example` };
  const viewer = personIn({ userId, domain, permissions: ALL_PERMISSIONS });
  const found = await chooseAll(viewer, { ...NO_FILTERS, status: ["failed"] });
  assert.equal(found.length, MANY_MAX);
  assert.ok(found.every((run, at) => at === 0 || run.id < (found[at - 1]?.id ?? 0)));
  assert.ok(found.every(({ status, may }) => status === "failed" && may.retry && !may.stop));
  const [newest] =
    await sql`select max(id)::int as id from runs where domain_id = ${place} and status = 'failed'`;
  assert.equal(found[0]?.id, newest?.["id"]);
  const oldest = await chooseAll(viewer, { ...NO_FILTERS, status: ["failed"], sort: "oldest" });
  assert.equal(oldest.length, MANY_MAX);
  assert.ok((oldest[0]?.id ?? 0) < (found.at(-1)?.id ?? 0));
  const own = personIn({ userId, domain, permissions: ["runs.stop"] });
  assert.equal((await chooseAll(own, NO_FILTERS)).length, 3);
  assert.equal((await chooseAll(person(), { ...NO_FILTERS, q: name })).length, 0);
});

async function oneOfEach(): Promise<SeenRun[]> {
  const runs: SeenRun[] = [];
  for (const status of RUN_STATUSES) runs.push(await made(status));
  return runs;
}

async function made(status: RunStatus, values: RunValues = {}): Promise<SeenRun> {
  const row = { status, job_type: "trial", domain_id: domainId, attempt: 1, claim: 1, ...values };
  return { runId: await makeRun(sql, row), seenClaim: 1, seenStatus: status };
}

const unstoppable = (status: RunStatus) => made(status, { job_type: "trial-unstoppable" });

const person = (permissions: readonly string[] = ALL_PERMISSIONS) =>
  personIn({ userId, domain: { id: domainId, name: domainName }, permissions });

const asked = (deed: ManyDeed, runs: SeenRun[]) =>
  deed === "settle"
    ? { step: "do" as const, deed, runs, reason: "Sent by hand", typed: String(runs.length) }
    : { step: "do" as const, deed, runs };

async function counted(deed: ManyDeed, runs: SeenRun[]) {
  const { will, wont } = await foreseeMany(person(), { deed, runs });
  return {
    will: Object.fromEntries(will.map(({ was, count }) => [was, count])),
    wont: wont.map(({ count, why }) => `${count} ${why}`),
  };
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
