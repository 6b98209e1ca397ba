import assert from "node:assert/strict";
import { after, before, beforeEach, test } from "node:test";
import { daily } from "#e2e/support/planned-types.ts";
import { ScheduleBench, type Ticker } from "#e2e/support/schedule-bench.ts";
import { BUILT_IN_ROLES } from "../access/permissions.ts";
import { write } from "../access/transact.ts";
import { systemViewer } from "../access/viewer.ts";
import { isRefusal, type Refusal } from "../text/refusal.ts";
import { getSchedule } from "./get.ts";
import { noteScheduledRunEnd } from "./note-run-end.ts";
import { previewPlan } from "./preview.ts";
import { savePlan } from "./save-plan.ts";
import { SavePlanInput } from "./save-plan-input.ts";
import { saveReport } from "./save-report.ts";
import { SaveReportInput } from "./save-report-input.ts";
import { pauseSchedule, resumeSchedule } from "./set-paused.ts";

let bench: ScheduleBench;
let ticker: Ticker;

before(async () => {
  bench = await ScheduleBench.open("plan");
  ticker = await bench.ticker();
});
beforeEach(() => bench.sql`truncate schedules, due_times, runs, audit_entries, notices cascade`);
after(() => bench.close());

const plan = (scheduleId: string, fields: Record<string, unknown> = {}) =>
  SavePlanInput.parse({
    scheduleId,
    version: 1,
    planning: "scheduled",
    timeZone: "Europe/Paris",
    repeat: "weekdays",
    weekdays: ["1", "2", "3", "4", "5", "6", "7"],
    times: ["09:29"],
    overlap: "skip",
    missed: "skip",
    ...fields,
  });

async function refused(work: Promise<unknown>): Promise<Refusal> {
  try {
    await work;
  } catch (error) {
    if (isRefusal(error)) return error;
    throw error;
  }
  throw new Error("It was not refused.");
}

const iso = (at: Date | null | undefined) => at?.toISOString() ?? null;

test("F35: a plan saved at 09:30 for 09:29, or for 09:30 itself, waits for the next real time", async () => {
  await bench.setClock("2027-01-10T08:30:00Z");
  const before = await bench.schedule({ recurrence: daily("12:00"), jobType: "nightly-0" });
  const moment = await bench.schedule({ jobType: "nightly-1" });
  const saved = await savePlan(bench.person(), plan(before));
  await savePlan(bench.person(), plan(moment, { times: ["09:30"] }));
  assert.equal(iso(saved.nextRunAt), "2027-01-11T08:29:00.000Z");
  for (const at of ["08:30:30", "08:31:00", "08:32:00"]) {
    await bench.setClock(`2027-01-10T${at}Z`);
    assert.deepEqual((await ticker.tick()).started, []);
  }
  await bench.setClock("2027-01-11T08:30:00.1Z");
  assert.equal((await ticker.tick()).started.length, 2);
  assert.deepEqual(
    [...(await bench.due(before)), ...(await bench.due(moment))].map((due) => iso(due.due_at)),
    ["2027-01-11T08:29:00.000Z", "2027-01-11T08:30:00.000Z"],
  );
});

test("what had come due when the plan was changed is recorded and not made up for", async () => {
  await bench.setClock("2027-01-10T00:00:00Z");
  const id = await bench.schedule({ recurrence: daily("02:00"), missed: "run-once" });
  await bench.setClock("2027-01-12T08:30:00Z");
  await savePlan(bench.person(), plan(id, { missed: "run-once" }));
  await ticker.tick();
  assert.deepEqual(
    (await bench.due(id)).map(({ outcome, policy }) => [outcome, policy]),
    Array.from({ length: 3 }, () => ["missed", "plan-changed"]),
  );
  assert.equal((await bench.runs(id)).length, 0);
});

test("the row says who changed the plan and what it was; the audit log has both; an outdated form is refused with them", async () => {
  await bench.setClock("2027-01-10T08:30:00Z");
  const id = await bench.schedule({ recurrence: daily("12:00") });
  const { version } = await savePlan(bench.person(), plan(id, { pauseAfterFailures: "3" }));
  assert.equal(version, 2);
  const detail = await getSchedule(bench.person(), id);
  assert.equal(detail.plan.words, "Every day at 09:29, Paris time.");
  assert.equal(detail.pauseAfterFailures, 3);
  assert.equal(detail.planChanged?.by, "Trial person");
  assert.equal(detail.planChanged?.before?.words, "Every day at 12:00, Paris time.");
  const [entry] = await bench.sql`select * from audit_entries where action = 'schedule.plan'`;
  assert.deepEqual(
    [entry?.["before"].recurrence.times, entry?.["after"].recurrence.times],
    [["12:00"], ["09:29"]],
  );
  const conflict = await refused(savePlan(bench.person(), plan(id, { times: ["10:00"] })));
  assert.equal(conflict.code, "conflict");
  assert.match(conflict.message, /Trial person changed the plan, today 09:30.* Every day at 09:29/);
  assert.equal((await bench.row(id))["version"], 2);
});

test("automatic goes by the domain's clock, disabled has no next time, and both keep what a person had planned", async () => {
  await bench.setClock("2027-01-10T08:30:00Z");
  const id = await bench.schedule({ recurrence: daily("12:00"), timeZone: "Asia/Tokyo" });
  const automatic = await savePlan(bench.person(), plan(id, { planning: "automatic" }));
  assert.equal(iso(automatic.nextRunAt), "2027-01-11T00:00:00.000Z");
  const off = plan(id, { planning: "disabled", version: 2 });
  assert.equal((await savePlan(bench.person(), off)).nextRunAt, null);
  const detail = await getSchedule(bench.person(), id);
  assert.deepEqual(detail.recurrence, daily("12:00"));
  assert.deepEqual([detail.sentence, detail.nextRun], ["Starts only by hand", null]);
  assert.equal(detail.automatic?.words, "Every day at 01:00 in the domain's time zone");
  assert.equal(detail.automatic?.nextRuns.length, 5);
  await bench.setClock("2027-01-12T08:30:00Z");
  assert.equal((await ticker.tick()).decidedCount, 0);
});

test("a plan that never comes due, or can't be what it says, is refused beside its field", async () => {
  const id = await bench.schedule({ jobType: "side-by-side", overlap: "allow" });
  const never = plan(id, { repeat: "cron", expression: "0 0 1W 2 *" });
  never.recurrence = { repeat: "cron", expression: "0 0 30 2 *" };
  assert.ok((await refused(savePlan(bench.person(), never))).fields["expression"]);
  const queue = await refused(savePlan(bench.person(), plan(id, { overlap: "queue-one" })));
  assert.ok(queue.fields["overlap"]);
  assert.equal((await bench.row(id))["version"], 1);
});

test("the preview is what the row says once it is saved, with the night of the clock change told", async () => {
  await bench.setClock("2027-03-27T12:00:00Z");
  const id = await bench.schedule();
  const fields = plan(id, { times: ["02:30", "14:00"] });
  const preview = await previewPlan(bench.person(), id, fields);
  assert.equal(preview.words, "Every day at 02:30 and 14:00, Paris time.");
  assert.deepEqual(preview.nextRuns.map((run) => [run.at, run.shifted]).slice(0, 3), [
    ["2027-03-27T13:00:00.000Z", null],
    ["2027-03-28T01:00:00.000Z", "gap"],
    ["2027-03-28T12:00:00.000Z", null],
  ]);
  await savePlan(bench.person(), fields);
  await bench.setClock("2027-03-27T13:00:00.1Z");
  await ticker.tick();
  const { nextRun } = await getSchedule(bench.person(), id);
  assert.deepEqual(nextRun, preview.nextRuns[1]);
});

test("paused until a day of its zone, with a reason; resumed, it goes on from now", async () => {
  await bench.setClock("2027-03-10T08:30:00Z");
  const id = await bench.schedule({ recurrence: daily("02:00"), missed: "run-once" });
  const scheduleId = id;
  const pause = { scheduleId, version: 1, until: "2027-03-12", reason: "stocktaking" };
  const paused = await pauseSchedule(bench.person(), pause);
  assert.equal(iso(paused.pausedUntil), "2027-03-11T23:00:00.000Z");
  const over = { ...pause, version: 2, until: "2027-03-01" };
  assert.ok((await refused(pauseSchedule(bench.person(), over))).fields["until"]);
  assert.equal((await getSchedule(bench.person(), id)).paused?.reason, "stocktaking");
  await bench.setClock("2027-03-11T08:00:00Z");
  assert.equal(
    (await refused(resumeSchedule(bench.person(), { scheduleId, version: 1 }))).code,
    "conflict",
  );
  const resumed = await resumeSchedule(bench.person(), { scheduleId, version: 2 });
  assert.equal(iso(resumed.nextRunAt), "2027-03-12T01:00:00.000Z");
  assert.deepEqual(
    (await bench.due(id)).map((due) => due.outcome),
    ["skipped-paused"],
  );
  const again = await refused(resumeSchedule(bench.person(), { scheduleId, version: 3 }));
  assert.match(again.message, /is not paused/);
  const actions = await bench.sql`select action from audit_entries order by id`;
  assert.deepEqual(
    actions.map((entry) => entry["action"]),
    ["schedule.pause", "schedule.resume"],
  );
});

test("after so many failures in a row it pauses itself, tells the administrators, and counts anew when resumed", async () => {
  await bench.setClock("2027-03-10T08:30:00Z");
  const [role] = await bench.sql`select id from roles where name = 'domain-administrator'`;
  const membership = "01a1fa56-0000-7000-8000-000000000001";
  await bench.sql`insert into memberships (id, user_id, role_id) values (${membership}, ${bench.userId}, ${role?.["id"]})
    on conflict do nothing`;
  await bench.sql`insert into membership_domains values (${membership}, ${bench.domainId}) on conflict do nothing`;
  const id = await bench.schedule({ recurrence: daily("02:00"), pauseAfterFailures: 2 });
  const end = (runId: number, status: "failed" | "completed" | "stopped") =>
    write(systemViewer("trial"), (tx) =>
      noteScheduledRunEnd(tx, { id: runId, scheduleId: id }, status),
    );
  assert.deepEqual(await end(1, "failed"), { before: 0, after: 1 });
  assert.deepEqual(await end(2, "stopped"), { before: 1, after: 1 });
  assert.deepEqual(await end(3, "completed"), { before: 1, after: 0 });
  assert.deepEqual(await end(4, "failed"), { before: 0, after: 1 });
  assert.equal((await bench.row(id))["paused_at"], null);
  assert.deepEqual(await end(5, "failed"), { before: 1, after: 2 });
  const row = await bench.row(id);
  assert.equal(row["paused_reason"], "2 runs in a row failed, the last one is #5.");
  assert.equal(row["paused_by"], "scheduler");
  const notices = await bench.sql`select * from notices`;
  assert.deepEqual(
    notices.map((notice) => [notice["user_id"], notice["title"]]),
    [[bench.userId, "nightly-0 is paused"]],
  );
  await end(6, "failed");
  assert.equal((await bench.sql`select 1 from notices`).length, 1);
  await resumeSchedule(bench.person(), { scheduleId: id, version: Number(row["version"]) });
  assert.equal((await bench.row(id))["failures_in_a_row"], 0);
});

test("recipients are checked one by one, doubles merged, and the change is in the audit log", async () => {
  const id = await bench.schedule();
  const form = { scheduleId: id, version: "1", enabled: "on", when: "failures" };
  const bad = SaveReportInput.safeParse({
    ...form,
    recipients: ["ops@alpine.example", "sam@alpine"],
  });
  assert.deepEqual(
    bad.error?.issues.map((issue) => issue.path.join(".")),
    ["recipients.1"],
  );
  assert.equal(SaveReportInput.safeParse(form).success, false);
  const good = SaveReportInput.parse({
    ...form,
    recipients: "ops@alpine.example, OPS@alpine.example",
  });
  await saveReport(bench.person(), good);
  const { report, lastChange } = await getSchedule(bench.person(), id);
  assert.deepEqual(report, {
    enabled: true,
    recipients: ["OPS@alpine.example"],
    when: "failures",
    attachLog: false,
  });
  assert.equal(lastChange?.what, "the report");
  assert.equal((await refused(saveReport(bench.person(), good))).code, "conflict");
});

test("who may change what: each role, in the own domain, another one, and the installation", async () => {
  const own = await bench.schedule({ jobType: "nightly-0" });
  const [other] =
    await bench.sql`insert into domains (id, name) values (gen_random_uuid(), 'other.example')
    on conflict (name) do update set name = excluded.name returning id`;
  const foreign = await bench.schedule({ jobType: "nightly-0", domainId: other?.["id"] as string });
  const global = await bench.schedule({ jobType: "house-keeping", domainId: null });
  const verbs = (id: string) => [
    (viewer: ReturnType<ScheduleBench["person"]>) => savePlan(viewer, plan(id)),
    (viewer: ReturnType<ScheduleBench["person"]>) =>
      pauseSchedule(viewer, { scheduleId: id, version: 1, reason: "trial" }),
    (viewer: ReturnType<ScheduleBench["person"]>) =>
      resumeSchedule(viewer, { scheduleId: id, version: 1 }),
    (viewer: ReturnType<ScheduleBench["person"]>) =>
      saveReport(viewer, {
        scheduleId: id,
        version: 1,
        enabled: false,
        recipients: [],
        when: "always",
        attachLog: false,
      }),
  ];
  const codes = async (role: string, id: string, domains: "all" | string[] = [bench.domainId]) => {
    const { permissions } = BUILT_IN_ROLES.find((each) => each.name === role)!;
    const viewer = bench.person(permissions, domains);
    const answers = [];
    for (const verb of verbs(id)) answers.push((await refused(verb(viewer))).code);
    return [...new Set(answers)].join();
  };
  for (const role of ["operator", "member", "domain-administrator", "system-administrator"])
    assert.equal(await codes(role, foreign), "not-found", role);
  assert.equal(await codes("operator", own), "forbidden");
  assert.equal(await codes("member", own), "not-found");
  for (const role of ["operator", "member", "domain-administrator"])
    assert.equal(await codes(role, global), "not-found", role);
  assert.equal(await codes("domain-administrator", global, "all"), "not-found");
  // Seen by the system administrator of two domains, changed only with a membership of all.
  assert.equal(await codes("system-administrator", global), "forbidden");
  const all = bench.person(undefined, "all");
  assert.equal((await savePlan(all, plan(global))).version, 2);
});
