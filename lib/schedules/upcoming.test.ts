import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { daily } from "#e2e/support/planned-types.ts";
import { makeDomain, makeRun } from "#e2e/support/run-rows.ts";
import { ScheduleBench } from "#e2e/support/schedule-bench.ts";
import { BUILT_IN_ROLES } from "../access/permissions.ts";
import type { Viewer } from "../access/viewer.ts";
import { syncJobTypes } from "../job-types/sync.ts";
import type { Mark } from "./mark.ts";
import { readShell } from "../shell/read.ts";
import { readNextStarts } from "./next-starts.ts";
import { readUpcoming } from "./upcoming.ts";
import { UpcomingInput, upcomingQuery } from "./upcoming-input.ts";

let bench: ScheduleBench;
let borealis: string;
const ids: Record<string, string> = {};
const NOW = "2027-03-27T18:30:00Z";

before(async () => {
  bench = await ScheduleBench.open("schedules_upcoming", "worker");
  await syncJobTypes();
  borealis = await makeDomain(bench.sql, "borealis.example");
  await bench.setClock(NOW);
  await plan("two thirty", { jobType: "nightly-0", recurrence: daily("02:30") });
  await plan("minute", {
    jobType: "nightly-1",
    recurrence: { repeat: "minutes", everyMinutes: 1 },
  });
  await plan("borealis", { jobType: "nightly-2", domainId: borealis, recurrence: daily("02:00") });
  await plan("global", { jobType: "house-keeping", domainId: null, timeZone: "UTC" });
  await plan("quiet", {
    jobType: "nightly-3",
    recurrence: { repeat: "month-days", days: [9], times: ["04:00"] },
  });
});
after(() => bench.close());

async function plan(name: string, values: Parameters<ScheduleBench["schedule"]>[0]): Promise<void> {
  ids[name] = await bench.schedule(values);
}

function viewerOf(role: string, domains: "all" | string[]): Viewer {
  const permissions = BUILT_IN_ROLES.find((each) => each.name === role)!.permissions;
  const named = [
    { id: bench.domainId, name: "alpine.example", timeZone: "Europe/Paris" },
    { id: borealis, name: "borealis.example", timeZone: "Europe/Helsinki" },
  ];
  const seen = named.filter(({ id }) => domains === "all" || domains.includes(id));
  return { ...bench.person(permissions, domains), timeZone: "America/New_York", domains: seen };
}
const everything = () => viewerOf("system-administrator", "all");

const look = (query: Record<string, unknown> = {}, viewer: Viewer = everything()) =>
  readUpcoming(viewer, UpcomingInput.parse(query));

async function lane(name: string, query: Record<string, unknown> = {}) {
  const { lanes } = await look(query);
  return lanes.find((each) => each.scheduleId === ids[name]);
}

async function due(
  name: string,
  at: string,
  outcome: string,
  status?: string,
  more: Record<string, unknown> = {},
) {
  const id = ids[name] as string;
  const [row] = await bench.sql`select * from schedules where id = ${id}`;
  const domain_id = row?.["domain_id"] as string | null;
  const run = { domain_id, schedule_id: id, job_type: row?.["job_type"], due_at: at, ...more };
  const run_id = status ? await makeRun(bench.sql, { status, ...run }) : null;
  const values = { schedule_id: id, due_at: at, domain_id, outcome, run_id, decided_at: at };
  await bench.sql`insert into due_times ${bench.sql({ ...values, late_seconds: outcome === "late" ? 540 : 0 })}`;
  return run_id;
}

const shown = (marks: Mark[] = []) =>
  marks.map(
    ({ kind, at, count }) =>
      `${new Date(at).toISOString().slice(5, 16)} ${kind}${count ? ` ×${count}` : ""}`,
  );

test("each viewer has the lanes of his own schedules: domain administrators no installation, of two domains it too", async () => {
  const alpine = ["minute", "two thirty"];
  const cases: Array<[role: string, domains: "all" | string[], expected: string[]]> = [
    ["system-administrator", "all", [...alpine, "borealis", "global"]],
    ["system-administrator", [bench.domainId], [...alpine, "global"]],
    ["system-administrator", [bench.domainId, borealis], [...alpine, "borealis", "global"]],
    ["domain-administrator", [bench.domainId], alpine],
    ["domain-administrator", [borealis], ["borealis"]],
    ["operator", [borealis], ["borealis"]],
  ];
  for (const [role, domains, expected] of cases) {
    const found = await look({}, viewerOf(role, domains));
    const names = found.lanes.map((each) =>
      Object.keys(ids).find((name) => ids[name] === each.scheduleId),
    );
    assert.deepEqual(new Set(names), new Set(expected), role);
    const perMinute = expected.includes("minute") ? 1440 : 0;
    assert.equal(found.summary.dueCount, perMinute + expected.length - (perMinute && 1), role);
  }
  await assert.rejects(async () => look({}, viewerOf("member", [bench.domainId])), {
    code: "forbidden",
  });
});

test("a night without 02:30 says so, and every due time ahead is one of the engine's", async () => {
  const [mark, ...more] = (await lane("two thirty"))?.marks ?? [];
  assert.deepEqual(more, []);
  assert.equal(mark?.at, Date.parse("2027-03-28T01:00:00Z"));
  assert.match(mark?.said ?? "", /02:30 does not exist this night.*It runs once, at 03:00/);
  const { changes, zone } = await look({ domain: "alpine.example" });
  assert.equal(zone, "Europe/Paris");
  assert.deepEqual(
    changes.map((each) => each.at),
    ["2027-03-28T01:00:00.000Z"],
  );
  const { changes: none, zone: own } = await look();
  assert.deepEqual(
    [own, none],
    ["America/New_York", []],
    "of several domains the viewer's zone counts",
  );
  const { zone: only } = await look({}, viewerOf("domain-administrator", [borealis]));
  assert.equal(only, "Europe/Helsinki", "who sees one domain reads its clock");
});

test("due times that lie too close are one mark, and none is lost", async () => {
  const found = await lane("minute");
  assert.ok(found && found.marks.length <= 97, `${found?.marks.length} marks`);
  assert.equal(
    found.marks.reduce((sum, mark) => sum + (mark.count ?? 1), 0),
    1440,
  );
  const week = await lane("minute", { reach: "7d" });
  assert.ok(week && week.marks.length <= 97);
  assert.equal(
    week.marks.reduce((sum, mark) => sum + (mark.count ?? 1), 0),
    7 * 1440,
  );
});

test("what became of each due time is its mark; those of the same kind in a quarter of an hour are one", async () => {
  for (let minute = 0; minute < 30; minute += 1)
    await due(
      "minute",
      new Date(Date.parse("2027-03-27T12:00:00Z") + minute * 60_000).toISOString(),
      minute === 7 ? "missed" : "started",
      minute === 7 ? undefined : "completed",
    );
  await due("borealis", "2027-03-27T00:00:00Z", "late", "failed", {
    started_at: "2027-03-27T00:09:00Z",
    ended_at: "2027-03-27T00:10:00Z",
  });
  await due("borealis", "2027-03-26T00:00:00Z", "missed");
  const past = (await lane("minute"))?.marks.filter((mark) => mark.at < Date.parse(NOW));
  assert.deepEqual(shown(past), [
    "03-27T12:00 ran ×14",
    "03-27T12:07 missed",
    "03-27T12:15 ran ×15",
  ]);
  const [failed, planned] = (await lane("borealis"))?.marks ?? [];
  assert.deepEqual(shown([failed!, planned!]), ["03-27T00:00 failed", "03-28T01:00 planned"]);
  assert.equal(failed?.lateSeconds, 540);
  assert.equal(failed?.endedAt, Date.parse("2027-03-27T00:10:00Z"));
  const { summary } = await look();
  assert.deepEqual(summary.troubles, { failed: 1, missed: 1, late: 1, skipped: 0 });
  assert.equal(summary.lateSeconds, 540);
  assert.equal(summary.dueCount, 1440 + 3);
});

test("the figures lead to the jobs that they count", async () => {
  const names = async (only: string) => (await look({ only })).lanes.map((each) => each.identifier);
  assert.deepEqual(await names("failed"), ["nightly-2"]);
  assert.deepEqual(await names("missed"), ["nightly-1"]);
  assert.deepEqual(await names("late"), ["nightly-2"]);
  assert.deepEqual(await names("skipped"), []);
});

test("running, waiting, tried again and put off are told apart", async () => {
  await due("global", "2027-03-27T13:00:00Z", "started", "running", {
    started_at: "2027-03-27T13:00:01Z",
  });
  await due("global", "2027-03-27T14:00:00Z", "started", "queued");
  await due("global", "2027-03-27T15:00:00Z", "started", "deferred", {
    attempt: 1,
    start_at: "2027-03-27T19:00:00Z",
  });
  await due("global", "2027-03-27T16:00:00Z", "skipped-idle");
  await due("global", "2027-03-27T17:00:00Z", "started", undefined);
  assert.deepEqual(shown((await lane("global"))?.marks), [
    "03-27T13:00 running",
    "03-27T14:00 waiting",
    "03-27T15:00 retrying",
    "03-27T16:00 skipped-idle",
    "03-27T17:00 started",
    "03-27T19:00 deferred",
    "03-28T01:00 planned",
  ]);
});

test("the line over every page has the same night, and nothing of other domains", async () => {
  const ahead = async (viewer: Viewer) => (await readShell(viewer)).nightline.next;
  const sum = (bins: number[]) => bins.reduce((total, each) => total + each, 0);
  const all = await ahead(everything());
  assert.equal(sum(all), (await look()).summary.dueCount + 1, "and the run that is put off");
  assert.equal(all[0], 30 + 1, "every minute, and that run");
  const borealisOnly = await ahead(viewerOf("domain-administrator", [borealis]));
  assert.equal(sum(borealisOnly), 1);
  assert.equal(
    borealisOnly[12],
    1,
    "03:00 in Paris is a little less than six and a half hours away",
  );
  assert.equal(sum(await ahead(viewerOf("member", [borealis]))), 0);
});

test("what comes next: each schedule's next due time, and runs with a start time", async () => {
  const { starts, count } = await readNextStarts(everything(), undefined);
  assert.deepEqual(
    starts.map(({ at, title, domain, attempt }) => [at.slice(11, 16), title, domain, attempt]),
    [
      ["18:31", "nightly-1", "alpine.example", null],
      ["19:00", "products.csv", "Installation", 2],
      ["01:00", "house-keeping", "Installation", null],
      ["01:00", "nightly-0", "alpine.example", null],
      ["01:00", "nightly-2", "borealis.example", null],
    ],
  );
  assert.match(starts[3]?.said ?? "", /02:30 does not exist/);
  assert.equal(count, (await look()).summary.dueCount + 1);
  const one = await readNextStarts(everything(), "borealis.example");
  assert.deepEqual([one.starts.length, one.count], [1, 1]);
  const member = await readNextStarts(viewerOf("member", [bench.domainId]), undefined);
  assert.deepEqual(member, { starts: [], count: 0 });
});

test("the same job of several domains at one moment is one line", async () => {
  await plan("alpine too", { jobType: "nightly-2", recurrence: daily("02:00") });
  const { starts } = await readNextStarts(everything(), undefined);
  const line = starts.find((each) => each.title === "nightly-2");
  assert.deepEqual([line?.count, line?.scheduleId, line?.domain], [2, null, null]);
  await bench.sql`delete from schedules where id = ${ids["alpine too"] as string}`;
});

test("what falls into a pause does not come, and what is due and undecided stands at its time", async () => {
  const id = ids["minute"] as string;
  const before = (await look()).summary.dueCount;
  await bench.sql`update schedules set paused_at = app_now(), paused_until = '2027-03-28T18:00:00Z' where id = ${id}`;
  const paused = await lane("minute");
  assert.deepEqual(paused?.paused, { until: "2027-03-28T18:00:00.000Z" });
  const ahead = (paused?.marks ?? []).filter((mark) => mark.at > Date.parse(NOW));
  assert.equal(
    ahead.reduce((sum, mark) => sum + (mark.count ?? 1), 0),
    31,
  );
  assert.equal((await look()).summary.dueCount, before - 1440 + 31);
  await bench.sql`update schedules set paused_until = null where id = ${id}`;
  assert.equal((await look()).summary.dueCount, before - 1440);
  await bench.sql`update schedules set paused_at = null, next_run_at = '2027-03-27T18:20:00Z' where id = ${id}`;
  const waiting = (await lane("minute"))?.marks.find((mark) => mark.kind === "due");
  assert.equal(waiting?.at, Date.parse("2027-03-27T18:20:00Z"));
});

test("what matches and has nothing on the axis is counted, words and domain narrow", async () => {
  const all = await look();
  assert.deepEqual([all.lanes.length, all.quietCount, all.moreCount], [4, 1, 0]);
  assert.deepEqual(
    (await look({ q: "KEEP" })).lanes.map((each) => each.identifier),
    ["house-keeping"],
  );
  assert.equal((await look({ domain: "installation" })).lanes.length, 1);
  assert.equal((await look({ domain: "unknown.example" })).summary.scheduleCount, 0);
});

test("the address holds what narrows, shortest form", () => {
  const parsed = UpcomingInput.parse({
    reach: "nonsense",
    q: " a b ",
    only: "missed",
    view: ["table"],
    domain: "x y",
  });
  assert.equal(upcomingQuery(parsed), "q=a+b&only=missed&view=table");
  assert.equal(
    upcomingQuery(parsed, { reach: "7d", view: "axis", only: undefined, q: "" }),
    "reach=7d",
  );
});
