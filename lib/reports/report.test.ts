import assert from "node:assert/strict";
import { after, before, describe, test } from "node:test";
import { gunzipSync } from "node:zlib";
import postgres from "postgres";
import { catalogue } from "#jobs/catalogue.ts";
import { createTestDatabase, type TestDatabase } from "#e2e/support/database.ts";
import { makeDomain, makeLogLines, makeRun, makeSteps } from "#e2e/support/run-rows.ts";
import { registerJobTypes } from "../job-types/find.ts";
import { closeDatabase } from "../platform/db.ts";
import { newId } from "../platform/ids.ts";
import { attachedLog, ATTACHED_BYTES, PACKED_BYTES } from "./attach-log.ts";
import { composeReport } from "./compose.ts";
import { reportFacts } from "./facts.ts";

// The settings are read at their first use, after this.
process.env["PUBLIC_URL"] = "https://jobs.example.com";
process.env["LOG_LEVEL"] = "silent";

let database: TestDatabase;
let owner: postgres.Sql;
const runs: Record<"alpine" | "borealis", number> = { alpine: 0, borealis: 0 };
let schedule: string;

const SECRET = "swordfish-4711";

before(async () => {
  database = await createTestDatabase("reports");
  process.env["DATABASE_URL_WEB"] = database.webUrl;
  owner = postgres(database.ownerUrl, { max: 1, onnotice: () => undefined });
  registerJobTypes(catalogue);
  schedule = newId();
  for (const place of ["alpine", "borealis"] as const) runs[place] = await plant(place);
});

after(async () => {
  await closeDatabase();
  await owner.end();
  await database.drop();
});

/** A failed run with steps, issues and a log, all of which name their domain. */
async function plant(place: "alpine" | "borealis"): Promise<number> {
  const domain_id = await makeDomain(owner, `${place}.example`);
  const id = place === "alpine" ? schedule : newId();
  await owner`insert into schedules (id, job_type, domain_id, time_zone, overlap, missed, created_at)
    values (${id}, 'nightly-product-export', ${domain_id}, 'UTC', 'skip', 'skip', now())`;
  const run = await makeRun(owner, {
    domain_id,
    schedule_id: id,
    job_type: "nightly-product-export",
    title: "nightly-product-export",
    status: "failed",
    started_at: new Date(),
    ended_at: new Date(),
    error_message: `no shelf in ${place}`,
    parameters: owner.json({ ftpPassword: SECRET, url: `ftp://me:${SECRET}@files.example/x` }),
    issue_count: 1,
  });
  await makeSteps(owner, run, [{ title: `Look at ${place}`, status: "failed", domain_id }]);
  await owner`insert into issues (run_created_at, run_id, domain_id, seq, severity, code, message)
    select created_at, id, domain_id, 1, 'refused', 'shelf', ${`shelf of ${place}`} from runs where id = ${run}`;
  await makeLogLines(owner, run, [{ level: "error", message: `looked in ${place}` }]);
  return run;
}

describe("a report", () => {
  test("holds its own domain's data only, and no secret parameter", async () => {
    const { subject, text, html } = composeReport(await reportFacts(runs.alpine), "Trial.");
    for (const part of [text, html])
      for (const fact of ["no shelf in alpine", "shelf of alpine", "Look at alpine"])
        assert.ok(part.includes(fact), fact);
    for (const part of [subject, text, html]) {
      assert.doesNotMatch(part, /borealis/);
      assert.ok(!part.includes(SECRET));
    }
  });

  test("leads only to pages that ask for a sign-in, on the configured address", async () => {
    const { text, html } = composeReport(await reportFacts(runs.alpine), "Trial.");
    const links = [
      ...[...html.matchAll(/href="([^"]+)"/g)].map((found) => found[1] as string),
      ...[...text.matchAll(/https?:\S+/g)].map((found) => found[0]),
    ];
    assert.ok(links.length >= 4);
    const page = `https://jobs.example.com/process-tracker/${runs.alpine}`;
    for (const link of links)
      assert.ok([page, `${page}/log`, `${page}#issues`].includes(link), link);
  });
});

describe("the log as a file of the report", () => {
  const want = (on: boolean) =>
    owner`update schedules set report_attach_log = ${on} where id = ${schedule}`;

  test("goes along only where the schedule says so, and is that run's alone", async () => {
    assert.equal(await attachedLog(runs.alpine), null);
    await want(true);
    const file = await attachedLog(runs.alpine);
    assert.equal(file?.filename, `run-${runs.alpine}.log`);
    assert.match(file?.content.toString() as string, /looked in alpine/);
    assert.doesNotMatch(file?.content.toString() as string, /borealis/);
    assert.equal(await attachedLog(runs.borealis), null);
  });

  test("is packed when it is long, and only linked when it is very long", async () => {
    await want(true);
    const line = "x".repeat(1000);
    const lines = (count: number) => Array.from({ length: count }, () => ({ message: line }));
    await makeLogLines(owner, runs.alpine, lines(PACKED_BYTES / 1000), 2);
    const packed = await attachedLog(runs.alpine);
    assert.equal(packed?.filename, `run-${runs.alpine}.log.gz`);
    assert.ok(gunzipSync(packed?.content as Buffer).length > PACKED_BYTES);
    await makeLogLines(owner, runs.alpine, lines(ATTACHED_BYTES / 1000), 2 + PACKED_BYTES / 1000);
    assert.equal(await attachedLog(runs.alpine), null);
  });
});
