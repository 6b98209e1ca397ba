import assert from "node:assert/strict";
import { createServer, type AddressInfo, type Server } from "node:net";
import { after, before, test } from "node:test";
import { createTestDatabase, type TestDatabase } from "#e2e/support/database.ts";
import { startMailServer, type MailServer } from "#e2e/support/mail-server.ts";
import { ownerSql } from "#e2e/support/run-rows.ts";
import type { Viewer } from "../access/viewer.ts";
import { closeDatabase } from "../platform/db.ts";
import { newId } from "../platform/ids.ts";
import { tryServer } from "./try-server.ts";

// The settings are read at their first use, after this; the server is one of ours at a port of its own.
process.env["PUBLIC_URL"] = "https://jobs.example.com";
process.env["LOG_LEVEL"] = "silent";

let database: TestDatabase;
let server: MailServer | undefined;
let port: number;

before(async () => {
  database = await createTestDatabase("try-server");
  process.env["DATABASE_URL"] = database.ownerUrl;
  process.env["DATABASE_URL_WEB"] = database.webUrl;
  port = await freePort();
  process.env["SMTP_URL"] = `smtp://127.0.0.1:${port}`;
});

after(async () => {
  await server?.close();
  await closeDatabase();
  await database.drop();
});

const me: Viewer = {
  kind: "person",
  userId: newId(),
  sessionId: null,
  name: "Me",
  email: "me@jobs.example.com",
  timeZone: "UTC",
  address: null,
  grants: [{ role: "system", permissions: new Set(["mail.manage"]), domains: "all" }],
  domains: [],
};

test("a server that is not there is told as such, and nothing is put into the outbox", async () => {
  await assert.rejects(tryServer(me), {
    code: "conflict",
    message: new RegExp(`^127.0.0.1:${port} can't be reached: .*ECONNREFUSED`),
  });
  assert.deepEqual(await mailsNow(), []);
});

test("each phase is told: connection, encryption, account, and whether the test was taken", async () => {
  server = await startMailServer(port);
  const told = await tryServer(me);
  assert.equal(told.length, 4);
  assert.equal(told[0], `Connected to 127.0.0.1:${port}.`);
  assert.equal(told[1], "Not encrypted: the server offers no TLS.");
  assert.equal(told[2], "No account is set, so nobody signs in.");
  assert.match(told[3] ?? "", /^Accepted for me@jobs\.example\.com: 250 /);
  assert.deepEqual(
    server.received.map(({ to }) => to),
    ["me@jobs.example.com"],
  );
  assert.deepEqual(await mailsNow(), [["test", "sent"]]);
});

test("a server that refuses the recipient is told with its own words", async () => {
  server?.manners.set("me@jobs.example.com", { code: 550, text: "no such box" });
  await assert.rejects(tryServer(me), {
    code: "conflict",
    message: /Connected to .* Refused for me@jobs\.example\.com: .*no such box/,
  });
});

async function mailsNow(): Promise<string[][]> {
  const sql = ownerSql();
  const rows = await sql`select kind, status from mails order by id`;
  await sql.end();
  return rows.map((row) => [String(row["kind"]), String(row["status"])]);
}

async function freePort(): Promise<number> {
  const probe: Server = createServer();
  await new Promise<void>((resolve) => probe.listen(0, "127.0.0.1", resolve));
  const { port: free } = probe.address() as AddressInfo;
  await new Promise((resolve) => probe.close(resolve));
  return free;
}
