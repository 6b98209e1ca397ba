import assert from "node:assert/strict";
import { globSync, readFileSync } from "node:fs";
import { Readable } from "node:stream";
import { after, before, test } from "node:test";
import type postgres from "postgres";
import { seedDemo } from "#drizzle/seed.ts";
import {
  CHANGES_RUN,
  makeObjects,
  PERSONS,
  RUNS,
  SEES_RUN,
  type Objects,
} from "#e2e/access/objects.ts";
import { createTestDatabase, type TestDatabase } from "#e2e/support/database.ts";
import { people, type Person } from "#e2e/support/persons.ts";
import { ownerSql } from "#e2e/support/run-rows.ts";
import { catalogue } from "#jobs/catalogue.ts";
import { openRunFile } from "../files/open.ts";
import { changeFormat } from "../imports/change-format.ts";
import { continuable } from "../imports/continuable.ts";
import { createDraft } from "../imports/create-draft.ts";
import { deleteDraft } from "../imports/delete-draft.ts";
import { getDraft } from "../imports/get-draft.ts";
import { launchImport } from "../imports/launch.ts";
import { listDrafts } from "../imports/list-drafts.ts";
import { listRecentImports } from "../imports/list-recent.ts";
import { receiveUpload } from "../imports/receive-upload.ts";
import { saveMapping } from "../imports/save-mapping.ts";
import { registerJobTypes } from "../job-types/find.ts";
import { followedRun } from "../live/followed-run.ts";
import { LiveInput } from "../live/input.ts";
import { readUpdate } from "../live/read-update.ts";
import { mailAsFile } from "../mails/as-file.ts";
import { getMail } from "../mails/get.ts";
import { MailQuery } from "../mails/list-input.ts";
import { listMails } from "../mails/list.ts";
import { resendMail } from "../mails/resend.ts";
import { tryServer } from "../mails/try-server.ts";
import { listNotices } from "../notices/list.ts";
import { markRead } from "../notices/mark-read.ts";
import { loadPerson } from "../people/load-person.ts";
import { setUserStatus } from "../people/set-user-status.ts";
import { closeDatabase } from "../platform/db.ts";
import { newId } from "../platform/ids.ts";
import { getProduct } from "../products/get.ts";
import { listFamilies } from "../products/list-families.ts";
import { ProductListInput } from "../products/list-input.ts";
import { listProducts } from "../products/list.ts";
import { cancelRun } from "../runs/cancel.ts";
import { chooseAll } from "../runs/choose-all.ts";
import { readDashboard } from "../runs/dashboard.ts";
import { doMany } from "../runs/do-many.ts";
import { filterOptions } from "../runs/filter-options.ts";
import { foreseeMany } from "../runs/foresee-many.ts";
import { getRun } from "../runs/get.ts";
import { issuesCsv } from "../runs/issues-csv.ts";
import { listIssues } from "../runs/list-issues.ts";
import { NO_FILTERS } from "../runs/list-input.ts";
import { listRuns } from "../runs/list.ts";
import { findInLog } from "../runs/log-facts.ts";
import { logText } from "../runs/log-text.ts";
import { markLogRead } from "../runs/mark-log-read.ts";
import { openLog } from "../runs/open-log.ts";
import { readLog } from "../runs/read-log.ts";
import { countRecent } from "../runs/recent-counts.ts";
import { refusedRowsCsv } from "../runs/refused-rows-csv.ts";
import { releaseRun } from "../runs/release.ts";
import { settleRun } from "../runs/settle.ts";
import { retryRun } from "../runs/retry.ts";
import { startRun } from "../runs/start.ts";
import { countByStatus, countRuns } from "../runs/status-counts.ts";
import { stopRun } from "../runs/stop.ts";
import { readNextStarts } from "../schedules/next-starts.ts";
import { readShell } from "../shell/read.ts";
import { isRefusal } from "../text/refusal.ts";
import type { Viewer } from "./viewer.ts";

type Call = (viewer: Viewer, objects: Objects) => unknown;

/** Verbs on one run: who does not see it gets `not-found`, who may not change it `forbidden`. */
const ON_RUN: Record<
  string,
  { changes: boolean; call: (viewer: Viewer, runId: number, objects: Objects) => unknown }
> = {
  getRun: { changes: false, call: getRun },
  followedRun: { changes: false, call: followedRun },
  listIssues: { changes: false, call: (viewer, runId) => listIssues(viewer, runId, {}) },
  issuesCsv: { changes: false, call: issuesCsv },
  refusedRowsCsv: { changes: false, call: refusedRowsCsv },
  logText: { changes: false, call: logText },
  openLog: { changes: false, call: (viewer, runId) => openLog(viewer, runId, LOG) },
  readLog: { changes: false, call: (viewer, runId) => readLog(viewer, runId, { after: 0 }, {}) },
  findInLog: { changes: false, call: (viewer, runId) => findInLog(viewer, runId, "x", {}) },
  markLogRead: { changes: false, call: (viewer, runId) => markLogRead(viewer, { runId, seq: 1 }) },
  openRunFile: {
    changes: false,
    call: (viewer, runId, { files, runs }) =>
      openRunFile(viewer, { runId, fileId: fileOf(files, runs, runId) }),
  },
  stopRun: { changes: true, call: (viewer, runId) => stopRun(viewer, { runId }) },
  cancelRun: { changes: true, call: (viewer, runId) => cancelRun(viewer, { runId }) },
  retryRun: { changes: true, call: (viewer, runId) => retryRun(viewer, { runId }) },
  settleRun: {
    changes: true,
    call: (viewer, runId) => settleRun(viewer, { runId, reason: "A trial" }),
  },
  releaseRun: { changes: true, call: (viewer, runId) => releaseRun(viewer, { runId }) },
  // What is refused of one of many is told in their answer.
  foreseeMany: {
    changes: true,
    call: async (viewer, runId) => {
      const { wont } = await foreseeMany(viewer, { deed: "retry", runs: [asSeen(runId)] });
      if (wont[0]?.why === "does not exist") throw refusal("not-found");
      if (wont[0]?.why.startsWith("needs the permission")) throw refusal("forbidden");
    },
  },
  doMany: {
    changes: true,
    call: async (viewer, runId) => {
      const runs = [asSeen(runId)];
      const [left] = (await doMany(viewer, { step: "do", deed: "retry", runs })).left;
      if (left?.title === null) throw refusal("not-found");
      if (left?.isRefused) throw refusal("forbidden");
    },
  },
};

const asSeen = (runId: number) => ({ runId, seenClaim: 1, seenStatus: "failed" as const });

const refusal = (code: string) =>
  Object.assign(new Error(code), { name: "Refusal", code, fields: {} });

const NO_EDITS = {
  fields: {},
  use: new Map(),
  types: new Map(),
  currencies: new Map(),
  units: new Map(),
};

const LOG = { levels: ["info"] } as never;

/** Verbs that answer lists or figures: nothing of a run that one does not see may be in them. */
const LISTS: Record<string, Call> = {
  listRuns: (viewer) => listRuns(viewer, NO_FILTERS, 100),
  chooseAll: (viewer) => chooseAll(viewer, NO_FILTERS),
  countByStatus: (viewer) => countByStatus(viewer, NO_FILTERS),
  countRuns: (viewer) => countRuns(viewer, NO_FILTERS),
  countRecent: (viewer) => countRecent(viewer, NO_FILTERS),
  filterOptions,
  readDashboard: (viewer) => readDashboard(viewer, undefined),
  readNextStarts: (viewer) => readNextStarts(viewer, undefined),
  readUpdate: (viewer, { runs }) =>
    readUpdate(viewer, LiveInput.parse({}), { ids: Object.values(runs), counts: true }),
  readShell,
  listNotices: (viewer) => listNotices(viewer, { unread: false }),
  listDrafts,
  listRecentImports: (viewer) => listRecentImports(viewer),
  listProducts: (viewer) => listProducts(viewer, ProductListInput.parse({}), 100),
  listFamilies: (viewer) => listFamilies(viewer),
};

/** Verbs on objects of another kind, with the ones who may; the others get one of these refusals. */
const ON_OTHERS: Record<string, Array<{ call: Call; allowed: Person[]; refused: string[] }>> = {
  getProduct: [
    {
      call: (viewer, { products }) => getProduct(viewer, products.alpine),
      allowed: except("borealisAdmin"),
      refused: ["not-found"],
    },
    {
      call: (viewer, { products }) => getProduct(viewer, products.borealis),
      allowed: ["system", "region", "borealisAdmin"],
      refused: ["not-found"],
    },
  ],
  getDraft: draftCase((viewer, draftId) => getDraft(viewer, draftId)),
  launchImport: draftCase((viewer, draftId) => launchImport(viewer, { draftId, dryRun: true })),
  saveMapping: draftCase((viewer, draftId) => saveMapping(viewer, { draftId, edits: NO_EDITS })),
  changeFormat: draftCase((viewer, draftId) =>
    changeFormat(viewer, {
      draftId,
      delimiter: ";",
      decimalMark: "auto",
      dateOrder: "auto",
    } as never),
  ),
  continuable: [
    {
      call: async (viewer, { runs }) => assertSeen(await continuable(viewer, runs.ofBorealis)),
      allowed: ["system", "region", "borealisAdmin"],
      refused: ["not-found"],
    },
  ],
  receiveUpload: [
    {
      call: (viewer, { domains }) =>
        receiveUpload(viewer, { domainId: domains.borealis, name: "", bytes: Readable.from([]) }),
      allowed: ["system", "region", "borealisAdmin"],
      refused: ["not-found"],
    },
  ],
  createDraft: [
    {
      call: (viewer, { domains }) => createDraft(viewer, { domainId: domains.borealis } as never),
      allowed: ["system", "region", "borealisAdmin"],
      refused: ["not-found"],
    },
  ],
  startRun: [
    {
      call: (viewer, { domains }) =>
        startRun(viewer, "product-import", {
          domainId: domains.borealis,
          title: "x",
          parameters: {},
        }),
      allowed: ["system", "region", "borealisAdmin"],
      refused: ["not-found"],
    },
  ],
  markRead: [
    {
      call: (viewer) => markRead(viewer, { noticeId: newId() }),
      allowed: [],
      refused: ["not-found"],
    },
  ],
  listMails: [
    {
      call: (viewer) => listMails(viewer, MailQuery.parse({})),
      allowed: except("operator", "member"),
      refused: ["forbidden"],
    },
  ],
  getMail: [
    {
      call: (viewer) => getMail(viewer, newId()),
      allowed: [],
      refused: ["forbidden", "not-found"],
    },
  ],
  mailAsFile: [
    {
      call: (viewer) => mailAsFile(viewer, newId()),
      allowed: [],
      refused: ["forbidden", "not-found"],
    },
  ],
  resendMail: [
    {
      call: (viewer) => resendMail(viewer, { mailId: newId() }),
      allowed: [],
      refused: ["forbidden", "not-found"],
    },
  ],
  tryServer: [
    { call: (viewer) => tryServer(viewer), allowed: [], refused: ["forbidden", "conflict"] },
  ],
  setUserStatus: [
    {
      call: (viewer) => setUserStatus(viewer, { userId: newId(), status: "disabled" }),
      allowed: [],
      refused: ["forbidden", "not-found"],
    },
  ],
  // The last one: it takes the draft away.
  deleteDraft: draftCase((viewer, draftId) => deleteDraft(viewer, { draftId }), true),
};

/**
 * Functions that take a viewer and are no doors: parts of a verb (a where-clause, a decision), one's own session and notices, and the verbs
 * that only a worker calls, inside a run whose rights were checked. The schedules' verbs have a table of their own.
 */
const NO_DOORS = [
  /^lib\/access\//,
  /^lib\/(retention|statistics|stock|warehouses|storage|backups|exports|completeness|reminders|digests|sessions|locations|sweeps)\//,
  /^lib\/schedules\//,
  /^lib\/audit\//,
  /#(visibleMails|mailServer|matching|within|domainIdsOf|downloadObstacle|decide|mayDo|authorise|authoriseImport|isStoreEmptied|lastLookedAt|unreadCount|markAllRead|endSession|openInput|findMissing\w*|resume\w*|requeue\w*|change\w*|listWorkers)$/,
];

let database: TestDatabase;
let sql: postgres.Sql;
let objects: Objects;
const viewers = new Map<Person, Viewer>();

before(async () => {
  database = await createTestDatabase("verbs");
  process.env["DATABASE_URL"] = database.ownerUrl;
  process.env["DATABASE_URL_WEB"] = database.webUrl;
  registerJobTypes(catalogue);
  await seedDemo(database.ownerUrl, "for the table of verbs");
  sql = ownerSql();
  objects = await makeObjects(sql);
  for (const person of PERSONS) viewers.set(person, await viewerOf(person));
});

after(async () => {
  await closeDatabase();
  await sql.end();
  await database.drop();
});

test("every function that takes a viewer first stands in the table, or is named as no door", () => {
  const known = new Set([...Object.keys(ON_RUN), ...Object.keys(LISTS), ...Object.keys(ON_OTHERS)]);
  const missing = verbs().filter(
    ({ file, name }) =>
      !known.has(name) && !NO_DOORS.some((pattern) => pattern.test(`${file}#${name}`)),
  );
  assert.deepEqual(missing, []);
});

for (const [name, { changes, call }] of Object.entries(ON_RUN)) {
  test(`${name}: what one does not see does not exist; what one may not change is refused`, async () => {
    for (const person of PERSONS) {
      for (const run of [...RUNS, "none"] as const) {
        const runId = run === "none" ? 999_999_999 : objects.runs[run];
        const code = await refusalOf(() => call(viewers.get(person) as Viewer, runId, objects));
        const where = `${person} on ${run}: ${code}`;
        if (run === "none" || !SEES_RUN[person].includes(run))
          assert.equal(code, "not-found", where);
        else if (changes && !CHANGES_RUN[person].includes(run))
          assert.equal(code, "forbidden", where);
        else assert.ok(code !== "not-found" || name === "openRunFile", where);
      }
    }
  });
}

for (const [name, call] of Object.entries(LISTS)) {
  test(`${name} tells nothing of what one does not see`, async () => {
    for (const person of PERSONS) {
      const told = JSON.stringify(await call(viewers.get(person) as Viewer, objects));
      for (const run of RUNS) {
        const [row] = await sql`select title from runs where id = ${objects.runs[run]}`;
        if (!SEES_RUN[person].includes(run))
          assert.ok(!told.includes(row?.["title"]), `${person} learns of ${run}`);
      }
      const others =
        person === "borealisAdmin" ? objects.products.alpine : objects.products.borealis;
      if (["alpineAdmin", "borealisAdmin", "operator", "member"].includes(person))
        assert.ok(!told.includes(others), `${person} learns of a product`);
    }
  });
}

for (const [name, cases] of Object.entries(ON_OTHERS)) {
  test(`${name} opens for those who may alone`, async () => {
    for (const { call, allowed, refused } of cases) {
      for (const person of PERSONS) {
        const code = await refusalOf(() => call(viewers.get(person) as Viewer, objects));
        if (allowed.includes(person))
          assert.ok(!["not-found", "forbidden"].includes(code), `${person}: ${code}`);
        else assert.ok(refused.includes(code), `${person}: ${code}`);
      }
    }
  });
}

async function viewerOf(person: Person): Promise<Viewer> {
  const [user] = await sql`select id from users where email = ${people[person]}`;
  return (await loadPerson(user?.["id"])) as Viewer;
}

/** The code of the refusal, "done", or "error" for whatever came after the door. */
async function refusalOf(act: () => unknown): Promise<string> {
  try {
    await act();
    return "done";
  } catch (error) {
    return isRefusal(error) ? error.code : "error";
  }
}

function draftCase(call: (viewer: Viewer, draftId: string) => unknown, isLast = false) {
  const others: Call = (viewer, { drafts }) => call(viewer, drafts.borealis);
  const own: Call = (viewer, { drafts }) => call(viewer, drafts.operators);
  const cases = [{ call: others, allowed: ["borealisAdmin"] as Person[], refused: ["not-found"] }];
  return isLast
    ? cases
    : [...cases, { call: own, allowed: ["operator"] as Person[], refused: ["not-found"] }];
}

function except(...left: Person[]): Person[] {
  return PERSONS.filter((person) => !left.includes(person));
}

function fileOf(files: Objects["files"], runs: Objects["runs"], runId: number): string {
  const name = RUNS.find((run) => runs[run] === runId) ?? "ofOperator";
  return files[name];
}

async function assertSeen(found: unknown): Promise<void> {
  if (found === undefined) throw refusal("not-found");
}

function verbs(): Array<{ file: string; name: string }> {
  return globSync("lib/**/*.ts")
    .filter((file) => !file.endsWith(".test.ts"))
    .flatMap((file) =>
      [
        ...readFileSync(file, "utf8").matchAll(
          /^export (?:async )?function\*? (\w+)\(\s*viewer: Viewer/gm,
        ),
      ].map((match) => ({
        file,
        name: match[1] as string,
      })),
    );
}
