import assert from "node:assert/strict";
import { after, before, beforeEach, describe, test } from "node:test";
import PostalMime from "postal-mime";
import postgres from "postgres";
import { catalogue } from "#jobs/catalogue.ts";
import { createTestDatabase, type TestDatabase } from "#e2e/support/database.ts";
import { startMailServer, type MailServer } from "#e2e/support/mail-server.ts";
import { makeDomain, makeRun, makeSteps } from "#e2e/support/run-rows.ts";
import { write } from "../access/transact.ts";
import { systemViewer } from "../access/viewer.ts";
import { registerJobTypes } from "../job-types/find.ts";
import { closeDatabase } from "../platform/db.ts";
import { newId } from "../platform/ids.ts";
import { queueMail } from "./queue.ts";
import { sendDueMails } from "./send-due.ts";

// The settings are read at their first use, after this.
process.env["SMTP_TIMEOUT_SECONDS"] = "1";
process.env["PUBLIC_URL"] = "https://jobs.example.com";
process.env["LOG_LEVEL"] = "silent";

let server: MailServer;
let database: TestDatabase;
let owner: postgres.Sql;
let domain: string;
let run: number;

const HOSTILE = '=cmd|"<script>alert(1)</script>\r\nBcc: victim@evil.example';

before(async () => {
  server = await startMailServer();
  process.env["SMTP_URL"] = server.url;
  database = await createTestDatabase("outbox");
  process.env["DATABASE_URL_WEB"] = database.webUrl;
  owner = postgres(database.ownerUrl, { max: 1, onnotice: () => undefined });
  registerJobTypes(catalogue);
  domain = await makeDomain(owner, "alpine.example");
  run = await makeRun(owner, {
    domain_id: domain,
    title: HOSTILE,
    status: "failed",
    started_at: new Date(Date.now() - 192_000),
    ended_at: new Date(),
    error_code: "column-missing",
    error_message: "Column ‘sku’ is missing",
    attempt: 1,
    step_count: 2,
  });
  await makeSteps(owner, run, [
    { title: "Check file", status: "failed", domain_id: domain },
    { title: "Write products", domain_id: domain },
  ]);
});

after(async () => {
  await closeDatabase();
  await owner.end();
  await database.drop();
  await server.close();
});

beforeEach(async () => {
  server.received.length = 0;
  server.manners.clear();
  await owner`delete from mails`;
  await owner`update app_clock set clock_offset = '0'`;
});

describe("a report", () => {
  test("has both parts with the same facts, safe headers and one thread", async () => {
    await queue("ops@alpine.example");
    await sendDueMails();
    const mail = await PostalMime.parse(server.received[0]?.raw as string);
    const header = (name: string) =>
      mail.headers.filter((entry) => entry.key === name).map((entry) => entry.value);
    assert.equal(header("subject").length, 1);
    assert.ok((mail.subject as string).startsWith("[FAILED] "));
    assert.ok((mail.subject as string).length <= 78);
    assert.deepEqual(
      mail.to?.map((to) => to.address),
      ["ops@alpine.example"],
    );
    assert.deepEqual(header("bcc"), []);
    assert.deepEqual(header("auto-submitted"), ["auto-generated"]);
    assert.deepEqual(header("x-run-id"), [String(run)]);
    for (const part of [mail.text, mail.html] as string[]) {
      for (const fact of [
        "Column ‘sku’ is missing",
        "alpine.example",
        `#${run}`,
        "Check file",
        "What to try",
      ])
        assert.ok(part.includes(fact), fact);
      assert.ok(part.includes(`https://jobs.example.com/process-tracker/${run}`));
    }
    assert.ok(!(mail.html as string).includes("<script"), "everything is escaped");
    assert.doesNotMatch(mail.html as string, /(src|background)=|@import|url\(/, "nothing remote");
    assert.ok(Buffer.byteLength(mail.html as string) <= 102_000);
    for (const line of (mail.text as string).split("\n"))
      assert.ok(line.length <= 76 || line.startsWith("https://"), line);
  });

  test("brings the log along where its schedule says so", async () => {
    const schedule = newId();
    await owner`insert into schedules (id, job_type, domain_id, time_zone, overlap, missed, report_attach_log, created_at)
      values (${schedule}, 'nightly-product-export', ${domain}, 'UTC', 'skip', 'skip', true, now())`;
    await owner`update runs set schedule_id = ${schedule} where id = ${run}`;
    await queue("ops@alpine.example");
    await sendDueMails();
    const mail = await PostalMime.parse(server.received[0]?.raw as string);
    assert.deepEqual(
      mail.attachments.map((file) => file.filename),
      [`run-${run}.log`],
    );
    await owner`update runs set schedule_id = null where id = ${run}`;
  });

  test("reaches whom the server takes; whom it refuses is not asked again", async () => {
    const people = [1, 2, 3, 4, 5].map((at) => `person${at}@alpine.example`);
    for (const refused of [people[1], people[3]])
      server.manners.set(refused as string, { code: 550, text: "mailbox unknown" });
    for (const person of people) await queue(person);
    await sendDueMails();
    await owner`update app_clock set clock_offset = '1 day'`;
    await sendDueMails();
    assert.deepEqual(server.received.map((mail) => mail.to).toSorted(), [
      people[0],
      people[2],
      people[4],
    ]);
    assert.deepEqual(await states(), { refused: 2, sent: 3 });
    const [row] = await owner`select last_answer from mails where status = 'refused' limit 1`;
    assert.match(row?.["last_answer"], /mailbox unknown/);
  });
});

describe("the outbox", () => {
  test("greylisting delays by a minute at least, and longer each time; after a day it gives up", async () => {
    server.manners.set("grey@alpine.example", { code: 451, text: "come back later" });
    await queue("grey@alpine.example");
    const waits: number[] = [];
    for (let tries = 0; tries < 40; tries += 1) {
      await sendDueMails();
      const [row] =
        await owner`select status, extract(epoch from next_try_at - app_now()) as wait from mails`;
      if (row?.["status"] !== "waiting") break;
      waits.push(Math.round(Number(row["wait"])));
      await owner`update app_clock set clock_offset = clock_offset + make_interval(secs => ${Number(row["wait"]) + 1})`;
    }
    assert.deepEqual(waits.slice(0, 3), [60, 120, 300]);
    assert.deepEqual(
      waits,
      waits.toSorted((a, b) => a - b),
    );
    assert.deepEqual(await states(), { "given-up": 1 });
    const [age] =
      await owner`select extract(epoch from app_now() - created_at) / 3600 as hours from mails`;
    const hours = Number(age?.["hours"]);
    assert.ok(hours >= 24 && hours < 26, `gave up after ${hours} h`);
  });

  test("a server that is down delays mails and loses none; each recipient gets one", async () => {
    const port = Number(new URL(server.url).port);
    await server.close();
    for (let at = 0; at < 20; at += 1) await queue(`down${at}@alpine.example`);
    await sendDueMails();
    assert.deepEqual(await states(), { waiting: 20 });
    server = await startMailServer(port);
    await owner`update app_clock set clock_offset = '30 minutes'`;
    await Promise.all([sendDueMails(), sendDueMails(), sendDueMails()]);
    assert.equal(new Set(server.received.map((mail) => mail.to)).size, 20);
    assert.equal(server.received.length, 20);
    assert.deepEqual(await states(), { sent: 20 });
  });

  test("silence after the words is uncertain: once more with the same Message-ID, then never again", async () => {
    server.manners.set("silent@alpine.example", "silent");
    await queue("silent@alpine.example");
    for (let tries = 0; tries < 4; tries += 1) {
      await sendDueMails();
      await owner`update app_clock set clock_offset = clock_offset + '10 minutes'`;
    }
    const ids = server.received.map((mail) => /message-id: (.*)/i.exec(mail.raw)?.[1]);
    assert.equal(ids.length, 2);
    assert.equal(new Set(ids).size, 1);
    const [row] = await owner`select status, uncertain_at from mails`;
    assert.equal(row?.["status"], "given-up");
    assert.ok(row?.["uncertain_at"]);
  });

  test("a sender that died in the middle is followed by another; the row of a living one is left alone", async () => {
    await queue("late@alpine.example");
    await owner`update mails set status = 'sending', attempt_count = 1, locked_until = app_now() + interval '10 seconds'`;
    assert.equal(await sendDueMails(), 0);
    await owner`update app_clock set clock_offset = '11 seconds'`;
    assert.equal(await sendDueMails(), 1);
    const [row] = await owner`select status, uncertain_at is not null as uncertain from mails`;
    assert.deepEqual({ ...row }, { status: "sent", uncertain: true });
  });
});

const system = () => systemViewer("test");

const queue = (recipient: string) =>
  write(system(), (tx) =>
    queueMail(tx, {
      kind: "report",
      recipient,
      because: "You started it.",
      domainId: domain,
      runId: run,
    }),
  );

async function states(): Promise<Record<string, number>> {
  const rows =
    await owner`select status, count(*)::int as n from mails group by status order by status`;
  return Object.fromEntries(rows.map((row) => [row["status"], row["n"]]));
}
