import { decode } from "next-auth/jwt";
import { SMTPServer } from "smtp-server";
import type { AddressInfo } from "node:net";
import { actionId } from "../support/actions.ts";
import { people } from "../support/persons.ts";
import { everyPage } from "../support/pages.ts";
import { ask, callAction, signedIn, signedInAs } from "./http.ts";
import { createOwnDatabase, type OwnDatabase } from "./own-database.ts";
import { expect, test } from "@playwright/test";
import { OWN_SECRET, startOwnWeb, webUrl, type OwnWeb } from "./own-web.ts";
import { plant } from "./planted.ts";

// On a busy machine many requests take their time; none of them waits for a moment to come.
test.describe.configure({ timeout: 400_000 });

const DEMO = "canary-demo-5d1e8a";
const MAIL = "canary-mail/5d1e8a@x";
const TYPED = "canary-typed-5d1e8a";

let database: OwnDatabase;
let web: OwnWeb;
let mailServer: SMTPServer;

/** A mail server that refuses the account and says all that it was told. */
async function startTellTale(): Promise<string> {
  mailServer = new SMTPServer({
    allowInsecureAuth: true,
    disabledCommands: ["STARTTLS"],
    logger: false,
    onAuth({ username, password }, _session, done) {
      const plain = Buffer.from(`\0${username}\0${password}`).toString("base64");
      const login = Buffer.from(password ?? "").toString("base64");
      const text = `No account ${username} with ${password}, ${plain}, ${login}`;
      done(Object.assign(new Error(text), { responseCode: 535 }));
    },
  });
  mailServer.on("error", () => undefined);
  await new Promise<void>((resolve) => mailServer.listen(0, "127.0.0.1", resolve));
  const { port } = mailServer.server.address() as AddressInfo;
  return `smtp://reports:${encodeURIComponent(MAIL)}@127.0.0.1:${port}`;
}

test.beforeAll(async () => {
  const smtp = await startTellTale();
  database = await createOwnDatabase("secrets", DEMO);
  web = await startOwnWeb({
    databaseUrl: database.url,
    env: { SMTP_URL: smtp, LOG_LEVEL: "debug" },
  });
});

test.afterAll(async () => {
  await web?.stop();
  await database?.drop();
  await new Promise<void>((resolve) => mailServer.close(() => resolve()));
});

/** Everything that a dump of the database holds, queue and audit log included. */
async function dump(): Promise<string> {
  const tables = await database.sql<{ name: string }[]>`
    select format('%I.%I', n.nspname, c.relname) as name from pg_class c join pg_namespace n on n.oid = c.relnamespace
    where c.relkind in ('r', 'm') and n.nspname not in ('pg_catalog', 'information_schema', 'pg_toast')`;
  const parts: string[] = [];
  for (const { name } of tables)
    parts.push(
      JSON.stringify(await database.sql.unsafe(`select to_jsonb(t) as row from ${name} t`)),
    );
  return parts.join("\n");
}

test("S39: no secret stands in the database, the queue, the audit log, a mail, a page or the log, though a mail server says what it was told", async () => {
  const { sql } = database;
  const { runs, domains } = await plant(sql);
  await signedIn({ base: web.url, email: people.member, password: TYPED }).catch(() => undefined);
  const cookie = await signedInAs("system", { url: web.url, password: DEMO });
  const [, token = ""] = cookie.split(/=(.*)/);
  const { sid } = (await decode({ token, secret: OWN_SECRET })) as { sid: string };

  const id = actionId("administration/mail/actions.ts#test");
  const tried = await callAction({
    base: web.url,
    id,
    fields: {},
    cookie,
    page: "/administration/mail",
  });
  expect(tried.body).toContain("was refused");
  // No worker lives here: the web process sends what is due.
  await sql`insert into mails (id, domain_id, kind, run_id, recipient, because, message_id, status, next_try_at, created_at)
    values (gen_random_uuid(), ${domains.alpine}, 'report', ${runs.ofOperator}, 'a@b.example', 'x', 'canary@x', 'waiting', now(), now())`;
  const answered = async () =>
    (await sql`select 1 from mails where last_answer is not null`).length;
  await expect.poll(answered, { timeout: 40_000 }).toBeGreaterThan(0);

  const mails = await sql<{ id: string }[]>`select id from mails`;
  const pages = [
    ...(await everyPage(sql)),
    ...mails.flatMap(({ id: mail }) => [
      `/administration/mail?mail=${mail}`,
      `/api/mails/${mail}/eml`,
    ]),
  ];
  const shown: string[] = [tried.body];
  for (const path of pages) {
    const answer = await ask({ base: web.url, path, headers: { cookie } });
    shown.push(answer.body + JSON.stringify(answer.headers));
  }
  const places: Record<string, string> = {
    "a page": shown.join("\n"),
    "the database": await dump(),
    "the log": web.output(),
  };
  const webPassword = decodeURIComponent(new URL(webUrl(database.url)).password);
  const secrets = { DEMO, MAIL, TYPED, OWN_SECRET, sid, token, webPassword };
  for (const [place, text] of Object.entries(places)) {
    expect(text.length, place).toBeGreaterThan(100);
    for (const [name, secret] of Object.entries(secrets))
      for (const spelling of spellings(secret))
        expect(text.includes(spelling), `${name} as ${spelling.slice(0, 12)}… in ${place}`).toBe(
          false,
        );
  }
  // The searching itself finds what is there.
  expect(places["the database"]).toContain("canary-log one");
  expect(places["the database"]).toContain("No account reports");
});

/** As it is, as it stands in an address, and as mail servers are told it. */
function spellings(secret: string): string[] {
  return [
    secret,
    encodeURIComponent(secret),
    JSON.stringify(secret).slice(1, -1),
    Buffer.from(secret).toString("base64"),
    Buffer.from(`\0reports\0${secret}`).toString("base64"),
  ];
}
