import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { makeDomain, makeRun, makeUser, ownerSql } from "#e2e/support/run-rows.ts";
import { BUILT_IN_ROLES } from "../access/permissions.ts";
import type { Grant, Viewer } from "../access/viewer.ts";
import { closeDatabase } from "../platform/db.ts";
import { newId } from "../platform/ids.ts";
import { NO_FILTERS, RunListInput, runListQuery, type RunFilters } from "./list-input.ts";
import { filterOptions } from "./filter-options.ts";
import { listRuns } from "./list.ts";
import { countByStatus, countRuns } from "./status-counts.ts";

const sql = ownerSql();
const mark = newId().slice(-12);
const names = { north: `north-${mark}.example`, south: `south-${mark}.example` };
let ids: { north: string; south: string };
let people: { me: string; other: string };

before(async () => {
  ids = { north: await makeDomain(sql, names.north), south: await makeDomain(sql, names.south) };
  people = { me: await makeUser(sql, "Me"), other: await makeUser(sql, "Other") };
});

after(async () => {
  await closeDatabase();
  await sql.end();
});

type Where = { role: string; domains: "all" | Array<"north" | "south"> };

function viewerWith(...where: Where[]): Viewer {
  const grants: Grant[] = where.map(({ role, domains }) => ({
    role,
    permissions: new Set(BUILT_IN_ROLES.find((each) => each.name === role)?.permissions),
    domains: domains === "all" ? "all" : domains.map((name) => ids[name]),
  }));
  const seen = (["north", "south"] as const).filter((name) =>
    where.some(({ domains }) => domains === "all" || domains.includes(name)),
  );
  const domains = seen.map((name) => ({ id: ids[name], name: names[name], timeZone: "UTC" }));
  const person = {
    kind: "person" as const,
    userId: people.me,
    sessionId: null,
    name: "Me",
    email: null,
    timeZone: "Europe/Paris",
    address: null,
  };
  return { ...person, grants, domains };
}

const titles = async (viewer: Viewer, filters: Partial<RunFilters>) =>
  (await listRuns(viewer, { ...NO_FILTERS, ...filters }, 100)).rows.map((row) => row.title);

test("S49: each role sees its own part, in the list and in the counts", async () => {
  const word = `seen-${mark}`;
  const make = (what: string, domain: string | null, who: string) =>
    makeRun(sql, {
      title: `${word} ${what}`,
      domain_id: domain,
      started_by: who,
      status: "failed",
    });
  await make("north-mine", ids.north, people.me);
  await make("north-other", ids.north, people.other);
  await make("south-mine", ids.south, people.me);
  await make("south-other", ids.south, people.other);
  await make("house", null, people.other);
  const everything = ["house", "south-other", "south-mine", "north-other", "north-mine"];
  const expected: Array<[Where[], string[]]> = [
    [[{ role: "system-administrator", domains: "all" }], everything],
    [
      [{ role: "system-administrator", domains: ["north"] }],
      ["house", "north-other", "north-mine"],
    ],
    [[{ role: "system-administrator", domains: ["north", "south"] }], everything],
    [[{ role: "domain-administrator", domains: ["north"] }], ["north-other", "north-mine"]],
    [[{ role: "operator", domains: ["south"] }], ["south-other", "south-mine"]],
    [[{ role: "member", domains: ["north"] }], ["north-mine"]],
    [
      [
        { role: "member", domains: ["north"] },
        { role: "operator", domains: ["south"] },
      ],
      ["south-other", "south-mine", "north-mine"],
    ],
    [[], []],
  ];
  for (const [where, seen] of expected) {
    const viewer = viewerWith(...where);
    const who = where.map(({ role, domains }) => `${role} of ${domains}`).join(" and ");
    assert.deepEqual(
      await titles(viewer, { q: word }),
      seen.map((what) => `${word} ${what}`),
      who,
    );
    assert.equal(
      (await countByStatus(viewer, { ...NO_FILTERS, q: word })).counts.failed,
      seen.length,
      who,
    );
    assert.equal(
      (await countRuns(viewer, { ...NO_FILTERS, q: word, mine: true })).count,
      seen.filter((what) => what.endsWith("mine")).length,
      who,
    );
  }
});

test("counts without other filters, and who is offered as starter, come from the viewer's domains alone", async () => {
  const [north, south] = [
    await makeDomain(sql, `counted-north-${mark}.example`),
    await makeDomain(sql, `counted-south-${mark}.example`),
  ];
  const [anna, boris] = [await makeUser(sql, "Anna"), await makeUser(sql, "Boris")];
  const make = (domain_id: string | null, started_by: string, status: string) =>
    makeRun(sql, { domain_id, started_by, status });
  for (let runs = 0; runs < 3; runs += 1) await make(north, anna, "failed");
  await make(south, boris, "failed");
  await make(south, boris, "stopped");
  await make(null, people.other, "failed");
  const seeing = (...domains: string[]): Viewer => {
    const viewer = viewerWith({ role: "domain-administrator", domains: [] });
    return {
      ...viewer,
      grants: viewer.grants.map((grant) => ({ ...grant, domains })),
      domains: domains.map((id) => ({ id, name: id, timeZone: "UTC" })),
    };
  };
  const told = async (viewer: Viewer) => {
    const { counts, open } = await countByStatus(viewer, NO_FILTERS);
    const { people: starters } = await filterOptions(viewer);
    const names = starters.map(({ name }) => name);
    return { failed: counts.failed, stopped: counts.stopped, queued: counts.queued, open, names };
  };
  const none = { queued: 0, open: false };
  assert.deepEqual(await told(seeing(north)), { ...none, failed: 3, stopped: 0, names: ["Anna"] });
  assert.deepEqual(await told(seeing(south)), { ...none, failed: 1, stopped: 1, names: ["Boris"] });
  const both = { ...none, failed: 4, stopped: 1, names: ["Anna", "Boris"] };
  assert.deepEqual(await told(seeing(north, south)), both);
  assert.deepEqual(await told(seeing()), { ...none, failed: 0, stopped: 0, names: [] });
  const house = seeing(north, south);
  const administrator = viewerWith({ role: "system-administrator", domains: [] })
    .grants[0] as Grant;
  const withHouse = await told({
    ...house,
    grants: [{ ...administrator, domains: [north, south] }],
  });
  // Others write runs of the installation meanwhile.
  assert.ok(withHouse.failed >= 5, `${withHouse.failed} with the installation's`);
  assert.ok(withHouse.names.includes("Anna") && withHouse.names.includes("Other"));
});

test("a domain in the address that the viewer can't see matches nothing, like one that does not exist", async () => {
  const viewer = viewerWith({ role: "domain-administrator", domains: ["north"] });
  await makeRun(sql, { title: `address-${mark}`, domain_id: ids.south });
  for (const domain of [names.south, "nowhere.example", "installation"])
    assert.deepEqual(await titles(viewer, { domain, q: mark }), []);
});

test("the search takes word parts in any order and takes % and _ literally", async () => {
  const viewer = viewerWith({ role: "operator", domains: ["north"] });
  const make = (title: string) =>
    makeRun(sql, { title, domain_id: ids.north, job_type: `odd-${mark}` });
  await make(`100%_wool ${mark}`);
  await make(`100 percent wool ${mark}`);
  const last = await make(`back\\slash ${mark}`);
  const found = async (q: string) =>
    (await titles(viewer, { q: `${q} ${mark}` })).map((title) => title.replace(` ${mark}`, ""));
  assert.deepEqual(await found("100%"), ["100%_wool"]);
  assert.deepEqual(await found("%_w"), ["100%_wool"]);
  assert.deepEqual(await found("_"), ["100%_wool"]);
  assert.deepEqual(await found("wool 100"), ["100 percent wool", "100%_wool"]);
  assert.deepEqual(await found("WOO cent"), ["100 percent wool"]);
  assert.deepEqual(await found("\\"), ["back\\slash"]);
  assert.deepEqual(await titles(viewer, { q: `#${last}` }), [`back\\slash ${mark}`]);
  await sql`insert into job_types (name, title, description, kind, scope, declaration, declaration_hash)
    values (${`odd-${mark}`}, ${`Reindexing ${mark}`}, '', 'maintenance', 'domain', '{}', '')`;
  assert.equal((await found("index")).length, 3, "the job's name counts too");
});

test("filters narrow by status, trigger, type, starter, warnings and creation in the viewer's zone", async () => {
  const viewer = viewerWith({ role: "operator", domains: ["north", "south"] });
  const word = `narrow-${mark}`;
  const make = (title: string, values: Record<string, unknown>) =>
    makeRun(sql, { title: `${word} ${title}`, domain_id: ids.north, ...values });
  // In Paris the day of the spring clock change begins at 23:00 UTC and ends at 22:00 UTC.
  await make("before", { created_at: new Date("2026-03-28T22:59:59.999Z") });
  await make("first", { created_at: new Date("2026-03-28T23:00:00.000Z"), status: "running" });
  await make("last", {
    created_at: new Date("2026-03-29T21:59:59.999Z"),
    trigger: "schedule",
    warning_count: 3,
  });
  await make("after", {
    created_at: new Date("2026-03-29T22:00:00.000Z"),
    domain_id: ids.south,
    started_by: people.other,
    job_type: "other-job",
  });
  const found = async (filters: Partial<RunFilters>) =>
    (await titles(viewer, { q: word, ...filters })).map((title) => title.split(" ")[1]);
  assert.deepEqual(await found({ from: "2026-03-29", to: "2026-03-29" }), ["last", "first"]);
  assert.deepEqual(await found({ to: "2026-03-28" }), ["before"]);
  assert.deepEqual(await found({ from: "2026-03-30" }), ["after"]);
  assert.deepEqual(await found({ status: ["running"] }), ["first"]);
  assert.deepEqual(await found({ trigger: ["schedule", "api"] }), ["last"]);
  assert.deepEqual(await found({ warnings: true }), ["last"]);
  assert.deepEqual(await found({ type: "other-job" }), ["after"]);
  assert.deepEqual(await found({ user: people.other }), ["after"]);
  assert.deepEqual(await found({ domain: names.south }), ["after"]);
});

test("pages by number leave nothing out and double nothing while runs are added", async () => {
  const viewer = viewerWith({ role: "operator", domains: ["north"] });
  const word = `paged-${mark}`;
  const make = () => makeRun(sql, { title: word, domain_id: ids.north });
  const there: number[] = [];
  for (let n = 0; n < 60; n += 1) there.push(await make());
  const seen: number[] = [];
  let filters: RunFilters = { ...NO_FILTERS, q: word };
  for (;;) {
    const page = await listRuns(viewer, filters, 25);
    seen.push(...page.rows.map((row) => row.id));
    await make();
    if (!page.next) break;
    filters = { ...filters, before: undefined, after: undefined, ...page.next };
  }
  assert.deepEqual(seen, there.toReversed());
  const back = await listRuns(viewer, { ...NO_FILTERS, q: word, after: there[0] }, 25);
  assert.deepEqual(
    back.rows.map((row) => row.id),
    there.slice(1, 26).toReversed(),
    "going back reads the nearest ones",
  );
  const oldest = await listRuns(viewer, { ...NO_FILTERS, q: word, sort: "oldest" }, 25);
  assert.deepEqual(
    oldest.rows.map((row) => row.id),
    there.slice(0, 25),
  );
  assert.equal(oldest.previous, null);
  const second = await listRuns(
    viewer,
    { ...NO_FILTERS, q: word, sort: "oldest", ...oldest.next },
    25,
  );
  assert.deepEqual(
    second.rows.map((row) => row.id),
    there.slice(25, 50),
  );
  const first = await listRuns(
    viewer,
    { ...NO_FILTERS, q: word, sort: "oldest", ...second.previous },
    25,
  );
  assert.deepEqual(
    first.rows.map((row) => row.id),
    there.slice(0, 25),
  );
  assert.equal(first.previous, null);
});

test("what can't be understood in an address counts as not given", () => {
  const parsed = RunListInput.parse({
    status: "failed,nonsense,running",
    type: "Robert'); drop table runs",
    user: "me",
    trigger: ["person", "schedule"],
    from: "2026-02-31",
    to: "2026-13-01",
    since: "9y",
    before: "-4",
    sort: ["oldest", "newest"],
    q: ["one", "two"],
    mine: "yes",
  });
  assert.equal(
    runListQuery(parsed),
    "status=running,failed&q=one&trigger=person,schedule&sort=oldest",
  );
  assert.deepEqual(
    runListQuery(RunListInput.parse(Object.fromEntries(new URLSearchParams(runListQuery(parsed))))),
    runListQuery(parsed),
    "the address leads back to the same filters",
  );
  assert.equal(RunListInput.parse({ q: "x".repeat(10_000) }).q.length, 100);
});
