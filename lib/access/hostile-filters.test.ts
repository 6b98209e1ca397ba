import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import type postgres from "postgres";
import { seedDemo } from "#drizzle/seed.ts";
import { createTestDatabase, type TestDatabase } from "#e2e/support/database.ts";
import { hostileQuery, type Query } from "#e2e/support/hostile-queries.ts";
import { makeIssues } from "#e2e/support/issues.ts";
import { people } from "#e2e/support/persons.ts";
import { makeLogLines, makeRun, ownerSql } from "#e2e/support/run-rows.ts";
import { pick, seeded } from "#e2e/support/seeded.ts";
import { catalogue } from "#jobs/catalogue.ts";
import { registerJobTypes } from "../job-types/find.ts";
import { LiveInput } from "../live/input.ts";
import { readUpdate } from "../live/read-update.ts";
import { MailQuery } from "../mails/list-input.ts";
import { listMails } from "../mails/list.ts";
import { listNotices } from "../notices/list.ts";
import { loadPerson } from "../people/load-person.ts";
import { closeDatabase } from "../platform/db.ts";
import { ProductListInput } from "../products/list-input.ts";
import { listProducts } from "../products/list.ts";
import { IssueQuery } from "../runs/issue-input.ts";
import { listIssues } from "../runs/list-issues.ts";
import { RunListInput } from "../runs/list-input.ts";
import { listRuns } from "../runs/list.ts";
import { findInLog } from "../runs/log-facts.ts";
import { LogQuery, placeOf } from "../runs/log-input.ts";
import { readLog } from "../runs/read-log.ts";
import { countByStatus } from "../runs/status-counts.ts";
import { ExecutionsInput } from "../schedules/executions-input.ts";
import { listExecutions } from "../schedules/executions.ts";
import { ScheduleListInput } from "../schedules/list-input.ts";
import { countSchedules, listSchedules } from "../schedules/list.ts";
import { UpcomingInput } from "../schedules/upcoming-input.ts";
import { readUpcoming } from "../schedules/upcoming.ts";
import type { Viewer } from "./viewer.ts";

const QUERIES = 2000;

const TITLES = [
  "plain.csv",
  "100 %.csv",
  "a_b.csv",
  "a%b.csv",
  "back\\slash.csv",
  "o'clock.csv",
  'quote".csv',
  "' or '1'='1.csv",
  "semi;colon--.csv",
  "[a-z].csv",
  "NULL.csv",
  "Größe.csv",
];

type Row = { id: number; title: string; status: string; trigger: string; sku: string };

let database: TestDatabase;
let sql: postgres.Sql;
let viewer: Viewer;
let runRows: Row[];
let productRows: Array<{ id: string; sku: string; sku_key: string; name: string | null }>;
let scheduleId: string;

before(async () => {
  database = await createTestDatabase("hostile_filters");
  process.env["DATABASE_URL"] = database.ownerUrl;
  process.env["DATABASE_URL_WEB"] = database.webUrl;
  registerJobTypes(catalogue);
  await seedDemo(database.ownerUrl, "for hostile filters");
  sql = ownerSql();
  const [user] = await sql`select id from users where email = ${people.alpineAdmin}`;
  viewer = (await loadPerson(user?.["id"])) as Viewer;
  const [domain] = await sql`select id from domains where name = 'alpine.example'`;
  const [other] = await sql`select id from domains where name = 'borealis.example'`;
  const statuses = ["completed", "failed", "stopped"];
  for (const [at, title] of TITLES.entries()) {
    const more = { status: statuses[at % 3] as string, trigger: at % 2 ? "person" : "schedule" };
    const id = await makeRun(sql, { title, domain_id: domain?.["id"], ...more });
    await makeRun(sql, { title, domain_id: other?.["id"], ...more });
    await makeLogLines(
      sql,
      id,
      TITLES.map((message) => ({ message })),
    );
  }
  runRows = await sql<Row[]>`select id::int as id, title, status, trigger from runs
    where domain_id = ${domain?.["id"]} order by id desc`;
  await makeIssues(sql, runRows[0]?.id as number, 5);
  productRows =
    await sql`select id, sku, sku_key, name from products where domain_id = ${domain?.["id"]}`;
  const [schedule] =
    await sql`select id from schedules where domain_id = ${domain?.["id"]} limit 1`;
  scheduleId = schedule?.["id"] as string;
});

after(async () => {
  await closeDatabase();
  await sql.end();
  await database.drop();
});

const WORDS = ["csv", "a_b", "100 %", "o'clock", "back\\slash", "plain", "or", "größe"];
const DAYS = ["1999-01-01", "2199-12-31"];

/** Honest values of every name in an address that narrows or orders something. */
const HONEST = {
  runs: {
    q: WORDS,
    status: ["completed", "failed", "failed,stopped"],
    trigger: ["person", "schedule"],
    sort: ["newest", "oldest"],
    from: DAYS,
    to: DAYS,
    domain: ["alpine.example", "borealis.example", "installation"],
    type: ["product-import"],
    user: ["00000000-0000-7000-8000-000000000000"],
    since: ["24h"],
    before: ["7", "1000"],
    after: ["3"],
    warnings: ["1"],
    mine: ["1"],
  },
  products: {
    q: ["1", "a", "%", "lamp"],
    family: ["accessories"],
    enabled: ["yes", "no"],
    domain: ["alpine.example"],
    sort: ["sku", "updated"],
    after: ["00000000-0000-7000-8000-000000000000~a"],
    before: ["00000000-0000-7000-8000-000000000000~2026-01-01T00:00:00.000Z"],
  },
  schedules: {
    q: ["stock", "nightly"],
    status: ["never", "failed"],
    planning: ["scheduled", "disabled"],
    domain: ["alpine.example"],
    sort: ["status", "identifier", "domain", "planning", "last", "next"],
    order: ["up", "down"],
    paused: ["1"],
    after: [
      "1~00000000-0000-7000-8000-000000000000",
      "infinity~00000000-0000-7000-8000-000000000000",
    ],
    before: ["x~00000000-0000-7000-8000-000000000000"],
  },
  executions: {
    "run-q": ["x"],
    "run-status": ["failed", "missed"],
    "run-since": ["24h"],
    "run-from": DAYS,
    "run-to": DAYS,
    "run-before": ["5~1790000000000"],
  },
  log: {
    q: WORDS,
    levels: ["info", "info,error"],
    step: ["x"],
    line: ["3"],
    after: ["2"],
    before: ["9"],
  },
  issues: { q: ["petrol"], group: ["option-unknown"], after: ["2"] },
  mails: { q: ["x"], status: ["sent"], before: ["00000000-0000-7000-8000-000000000000"] },
  notices: { before: ["2026-01-01T00:00:00.000Z_00000000-0000-7000-8000-000000000000"] },
  upcoming: {
    q: ["stock"],
    reach: ["6h", "7d"],
    domain: ["alpine.example"],
    only: ["failed"],
    view: ["table"],
  },
  live: {
    rows: ["all", "1,2"],
    list: ["q=plain", "status=failed"],
    top: ["3"],
    since: ["2026-01-01T00:00:00.000Z"],
  },
} as const;

type Kind = keyof typeof HONEST;

/** Each list as its page asks for it: the address, the schema, the verb. */
const ASK: Record<Kind, (query: Query) => Promise<unknown>> = {
  runs: async (query) => {
    const filters = RunListInput.parse(query);
    const { rows } = await listRuns(viewer, filters, 100);
    assert.deepEqual(
      rows.map((row) => row.id),
      expectedRuns(filters),
    );
    await countByStatus(viewer, filters);
  },
  products: async (query) => {
    const filters = ProductListInput.parse(query);
    const { rows } = await listProducts(viewer, filters, 100);
    if (filters.after || filters.before || filters.family || filters.enabled) return;
    const expected = expectedProducts(filters);
    assert.equal(rows.length, Math.min(100, expected.size));
    assert.deepEqual(
      rows.filter((row) => !expected.has(row.id)),
      [],
    );
  },
  schedules: async (query) => {
    const filters = ScheduleListInput.parse(query);
    const { rows } = await listSchedules(viewer, filters, 100);
    assert.ok(rows.every((row) => JSON.stringify(row).includes("alpine.example")));
    await countSchedules(viewer, filters);
  },
  executions: (query) => listExecutions(viewer, scheduleId, ExecutionsInput.parse(query)),
  log: async (query) => {
    const id = runRows[0]?.id as number;
    const { q, levels, step, ...place } = LogQuery.parse(query);
    await readLog(viewer, id, placeOf(place), { levels, ...(step ? { step } : {}) });
    const { seqs } = await findInLog(viewer, id, q, {});
    const holds = (text: string) => text.toLowerCase().includes(q.toLowerCase());
    assert.deepEqual(
      seqs,
      q === "" ? [] : TITLES.flatMap((text, at) => (holds(text) ? [at + 1] : [])),
    );
  },
  issues: async (query) => {
    const { q, group, after } = IssueQuery.parse(query);
    await listIssues(viewer, runRows[0]?.id as number, {
      text: q,
      after,
      ...(group ? { code: group } : {}),
    });
  },
  mails: (query) => listMails(viewer, MailQuery.parse(query)),
  notices: ({ before }) => listNotices(viewer, { unread: false, before: [before].flat()[0] }),
  upcoming: (query) => readUpcoming(viewer, UpcomingInput.parse(query)),
  live: async (query) => {
    const interest = LiveInput.safeParse(query);
    if (!interest.success) return;
    const ask = { fresh: true, counts: true, waiting: true, since: interest.data.since };
    await readUpdate(viewer, interest.data, ask);
  },
};

test(`S40: ${QUERIES} hostile addresses: none breaks a statement, each list holds the rows of a plain comparison`, async () => {
  const random = seeded(40);
  const kinds = Object.keys(HONEST) as Kind[];
  for (let at = 0; at < QUERIES; at += 1) {
    const kind = at % 2 === 0 ? "runs" : pick(random, kinds);
    const query = hostileQuery(random, HONEST[kind]);
    await assert.doesNotReject(ASK[kind](query), `#${at} ${kind} ${JSON.stringify(query)}`);
  }
});

test("S42: ten thousand wildcards are looked for within 300 ms, or cut", async () => {
  const [domain] = await sql`select id from domains where name = 'alpine.example'`;
  await sql`insert into runs (created_at, updated_at, updated_by, job_type, title, domain_id, status, trigger, parameters, input_hash)
    select now(), now(), 't', 'product-import', repeat('ab', 20) || n, ${domain?.["id"]}, 'completed', 'person', '{}', n
    from generate_series(1, 20000) n`;
  await sql`analyze runs`;
  const texts = ["%", "_", "*", "\\", "%_", "a%", "% ", "_ _ "].map((text) =>
    text.repeat(10_000).slice(0, 10_000),
  );
  for (const text of texts) {
    for (const kind of [
      "runs",
      "products",
      "schedules",
      "log",
      "issues",
      "mails",
      "upcoming",
    ] as const) {
      const input: Query = { q: text };
      const tookMs: number[] = [];
      for (let time = 0; time < 3; time += 1) {
        const began = performance.now();
        if (kind === "runs") await listRuns(viewer, RunListInput.parse(input), 50);
        else await ASK[kind](input);
        tookMs.push(performance.now() - began);
      }
      // The best of three: what else the machine does is none of its cost.
      assert.ok(
        Math.min(...tookMs) <= 300,
        `${kind} ${text.slice(0, 4)}…: ${tookMs.join(", ")} ms`,
      );
    }
  }
});

type RunFilters = ReturnType<typeof RunListInput.parse>;

const wordsOf = (q: string) => q.split(/\s+/).filter(Boolean).slice(0, 8);
const holds = (text: string | null, word: string) =>
  text?.toLowerCase().includes(word.toLowerCase()) ?? false;

/** The same filters on rows in memory. */
function expectedRuns(filters: RunFilters): number[] {
  const { q, status, trigger, domain, type, user, from, to, before, after, sort } = filters;
  const found = runRows.filter(
    (row) =>
      wordsOf(q).every((word) => holds(row.title, word) || word.replace("#", "") === `${row.id}`) &&
      (status.length === 0 || (status as string[]).includes(row.status)) &&
      (trigger.length === 0 || (trigger as string[]).includes(row.trigger)) &&
      (domain === undefined || domain === "alpine.example") &&
      (type === undefined || type === "product-import") &&
      user === undefined &&
      !filters.mine &&
      (!filters.warnings || false) &&
      (from === undefined || from < "2026") &&
      (to === undefined || to > "2026") &&
      (before === undefined || row.id < before) &&
      (after === undefined || row.id > after),
  );
  const ids = found.map((row) => row.id);
  return sort === "newest" ? ids : ids.toReversed();
}

function expectedProducts({ q, domain }: { q: string; domain?: string | undefined }): Set<string> {
  if (domain !== undefined && domain !== "alpine.example") return new Set();
  const found = productRows.filter((row) =>
    wordsOf(q).every((word) => holds(row.sku, word) || holds(row.name, word)),
  );
  return new Set(found.map((row) => row.id));
}
