import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { daily } from "#e2e/support/planned-types.ts";
import { makeDomain, makeLogLines, makeRun } from "#e2e/support/run-rows.ts";
import { ScheduleBench } from "#e2e/support/schedule-bench.ts";
import { BUILT_IN_ROLES } from "../access/permissions.ts";
import type { Viewer } from "../access/viewer.ts";
import { syncJobTypes } from "../job-types/sync.ts";
import { isRefusal } from "../text/refusal.ts";
import { countSchedules, listScheduleIds, listSchedules } from "./list.ts";
import { ScheduleListInput, scheduleListQuery, SORTS } from "./list-input.ts";
import { readUpcoming } from "./upcoming.ts";
import { UpcomingInput } from "./upcoming-input.ts";

let bench: ScheduleBench;
let borealis: string;
const ids: Record<string, string> = {};

before(async () => {
  bench = await ScheduleBench.open("schedules_list", "worker");
  await syncJobTypes();
  borealis = await makeDomain(bench.sql, "borealis.example");
  await bench.setClock("2027-03-27T18:30:00Z");
  for (let at = 0; at < 5; at += 1)
    ids[`alpine ${at}`] = await bench.schedule({
      jobType: `nightly-${at}`,
      recurrence: daily(`0${at}:30`),
    });
  ids["borealis 0"] = await bench.schedule({ jobType: "nightly-0", domainId: borealis });
  ids["global"] = await bench.schedule({
    jobType: "house-keeping",
    domainId: null,
    timeZone: "UTC",
  });
  ids["hand"] = await bench.schedule({ jobType: "by-hand" });
  await bench.sql`update schedules set planning = 'disabled', next_run_at = null where id = ${ids["alpine 4"] as string}`;
  await run("alpine 0", "completed");
  await run("alpine 0", "failed");
  await run("alpine 1", "completed");
  await run("borealis 0", "failed");
  await run("global", "running");
});
after(() => bench.close());

async function run(
  name: string,
  status: string,
  more: Record<string, unknown> = {},
): Promise<number> {
  const [schedule] = await bench.sql`select * from schedules where id = ${ids[name] as string}`;
  return await makeRun(bench.sql, {
    status,
    schedule_id: schedule?.["id"],
    domain_id: schedule?.["domain_id"],
    job_type: schedule?.["job_type"],
    started_at: new Date("2027-03-27T01:00:00Z"),
    ended_at: new Date("2027-03-27T01:00:12Z"),
    ...more,
  });
}

function viewerOf(role: string, domains: "all" | string[]): Viewer {
  const permissions = BUILT_IN_ROLES.find((each) => each.name === role)!.permissions;
  const viewer = bench.person(permissions, domains);
  const named = [
    { id: bench.domainId, name: "alpine.example", timeZone: "Europe/Paris" },
    { id: borealis, name: "borealis.example", timeZone: "Europe/Paris" },
  ];
  return {
    ...viewer,
    domains: named.filter(({ id }) => domains === "all" || domains.includes(id)),
  };
}
const everything = () => viewerOf("system-administrator", "all");
const filters = (more: Record<string, unknown> = {}) => ScheduleListInput.parse(more);

async function names(viewer: Viewer, more: Record<string, unknown> = {}): Promise<string[]> {
  const { rows } = await listSchedules(viewer, filters(more), 100);
  return rows.map((row) => Object.keys(ids).find((name) => ids[name] === row.id) as string);
}

test("each viewer sees his domains' schedules, and system administrators the installation's: rows, counts and ids", async () => {
  const alpine = ["alpine 0", "alpine 1", "alpine 2", "alpine 3", "alpine 4", "hand"];
  const seen: Array<[role: string, domains: "all" | string[], expected: string[]]> = [
    ["system-administrator", "all", Object.keys(ids)],
    ["system-administrator", [bench.domainId], [...alpine, "global"]],
    ["domain-administrator", [bench.domainId], alpine],
    ["domain-administrator", "all", [...alpine, "borealis 0"]],
    ["operator", [borealis], ["borealis 0"]],
  ];
  for (const [role, domains, expected] of seen) {
    const viewer = viewerOf(role, domains);
    assert.deepEqual((await names(viewer)).sort(), expected.toSorted(), role);
    assert.equal((await countSchedules(viewer, filters())).total, expected.length, role);
    assert.equal((await listScheduleIds(viewer, filters())).length, expected.length, role);
    const upcoming = await readUpcoming(viewer, UpcomingInput.parse({}));
    const lanes = upcoming.lanes.map((lane) => lane.scheduleId);
    assert.ok(
      lanes.every((id) => expected.some((name) => ids[name] === id)),
      role,
    );
  }
  const member = viewerOf("member", [bench.domainId]);
  await assert.rejects(
    async () => listSchedules(member, filters(), 10),
    (error) => isRefusal(error, "forbidden"),
  );
  await assert.rejects(
    async () => readUpcoming(member, UpcomingInput.parse({})),
    (error) => isRefusal(error, "forbidden"),
  );
});

test("filters narrow by last status, words, domain and planning, and the toggles count with the others", async () => {
  const all = everything();
  assert.deepEqual((await names(all, { status: "failed" })).sort(), ["alpine 0", "borealis 0"]);
  assert.deepEqual(await names(all, { status: "failed", domain: "alpine.example" }), ["alpine 0"]);
  assert.deepEqual(await names(all, { domain: "installation" }), ["global"]);
  assert.deepEqual(await names(all, { domain: "unknown.example" }), []);
  assert.deepEqual(await names(all, { q: "KEEP" }), ["global"]);
  assert.deepEqual(await names(all, { q: "100%" }), []);
  assert.deepEqual(await names(all, { planning: "disabled" }), ["alpine 4"]);
  const { byStatus, total } = await countSchedules(all, filters({ status: "failed" }));
  assert.equal(total, 8);
  assert.deepEqual(
    [byStatus.failed, byStatus.running, byStatus.completed, byStatus.never],
    [2, 1, 1, 4],
  );
  const alpine = await countSchedules(all, filters({ domain: "alpine.example" }));
  assert.deepEqual([alpine.byStatus.failed, alpine.byStatus.running], [1, 0]);
});

test("every order walks through all of them, page by page, forward and back", async () => {
  for (const sort of SORTS) {
    for (const order of ["up", "down"] as const) {
      const whole = (await listSchedules(everything(), filters({ sort, order }), 100)).rows;
      const forward: string[] = [];
      let page = await listSchedules(everything(), filters({ sort, order }), 3);
      assert.equal(page.previous, null);
      forward.push(...page.rows.map((row) => row.id));
      while (page.next) {
        page = await listSchedules(everything(), filters({ sort, order, after: page.next }), 3);
        forward.push(...page.rows.map((row) => row.id));
      }
      assert.deepEqual(
        forward,
        whole.map((row) => row.id),
        `${sort} ${order}`,
      );
      const back = page.rows.map((row) => row.id);
      while (page.previous) {
        page = await listSchedules(
          everything(),
          filters({ sort, order, before: page.previous }),
          3,
        );
        back.unshift(...page.rows.map((row) => row.id));
      }
      assert.deepEqual(back, forward, `${sort} ${order}, backwards`);
    }
  }
});

test("what is not there comes last in both directions of time", async () => {
  const next = await names(everything(), { sort: "next" });
  assert.deepEqual(next.slice(-2).sort(), ["alpine 4", "hand"]);
  assert.deepEqual((await names(everything(), { sort: "next", order: "down" })).slice(-2).sort(), [
    "alpine 4",
    "hand",
  ]);
  assert.deepEqual((await names(everything(), { sort: "last", order: "down" })).slice(0, 2), [
    "global",
    "borealis 0",
  ]);
});

test("a row holds the last run, its unread lines, the strip, and what the clocks do to its next run", async () => {
  const { rows } = await listSchedules(
    everything(),
    filters({ q: "nightly-0", domain: "alpine.example" }),
    10,
  );
  const [row] = rows;
  assert.equal(row?.sentence, "Every day 00:30");
  assert.equal(row?.lastRun?.status, "failed");
  assert.deepEqual(
    row?.strip.map((each) => [each.status, each.durationMs]),
    [
      ["completed", 12_000],
      ["failed", 12_000],
    ],
  );
  const runId = row?.lastRun?.id as number;
  await bench.sql`select app_ensure_partitions()`;
  await makeLogLines(bench.sql, runId, [{ message: "one" }, { message: "two" }]);
  await bench.sql`insert into log_reads values (${bench.userId}, ${runId}, 1, now())`;
  const [again] = (
    await listSchedules(everything(), filters({ q: "nightly-0", domain: "alpine.example" }), 10)
  ).rows;
  assert.equal(again?.unreadLines, 1);
  const [night] = (await listSchedules(everything(), filters({ q: "nightly-2" }), 10)).rows;
  assert.equal(night?.nextRun?.at, "2027-03-28T01:00:00.000Z");
  assert.match(night?.nextRun?.said ?? "", /^02:30 does not exist this night/);
});

test("a run that a person put off is not the last one; one of another person is none for who sees his own only", async () => {
  await run("alpine 1", "deferred", { attempt: 0, started_at: null, ended_at: null });
  const [row] = (await listSchedules(everything(), filters({ q: "nightly-1" }), 10)).rows;
  assert.equal(row?.lastRun?.status, "completed");
  const half = {
    ...viewerOf("operator", [bench.domainId]),
    grants: [
      { role: "looks", permissions: new Set(["schedules.view"]), domains: [bench.domainId] },
    ],
  };
  const [hidden] = (await listSchedules(half, filters({ q: "nightly-1" }), 10)).rows;
  assert.deepEqual([hidden?.lastRun, hidden?.strip], [null, []]);
  assert.equal((await countSchedules(half, filters())).byStatus.never, 6);
  assert.deepEqual(hidden?.may, { edit: false, run: false });
});

test("the address holds what narrows, and what can't be understood counts as not given", () => {
  const parsed = filters({
    status: "failed,nonsense,never",
    sort: "nonsense",
    order: "down",
    after: "x'; drop",
    q: " a ",
  });
  assert.deepEqual(parsed.status, ["failed", "never"]);
  assert.deepEqual([parsed.sort, parsed.after], ["next", undefined]);
  assert.equal(scheduleListQuery(parsed), "status=failed,never&q=a&order=down");
  assert.equal(
    scheduleListQuery(parsed, { sort: "last", order: "up" }),
    "status=failed,never&q=a&sort=last",
  );
  assert.equal(scheduleListQuery(filters()), "");
});
