import { people, type Person } from "../support/persons.ts";
import { everyPage } from "../support/pages.ts";
import { PERSONS, SEES_RUN, RUNS } from "../access/objects.ts";
import { ROUTES } from "../access/table.ts";
import { ask, signedInAs } from "./http.ts";
import { expect, test } from "./own-console.ts";
import { plant, type Planted } from "./planted.ts";

// On a busy machine many requests take their time; none of them waits for a moment to come.
test.describe.configure({ timeout: 400_000 });

/** The five thousand go through a pool of five in lib/access/interleaved.test.ts; these through a whole web process. */
const REQUESTS = 600;
const AT_ONCE = 20;

let planted: Planted;
/** A word that stands in everything of one run, by the run. */
const words = (run: string) => `canary-of-${run}-7c41`;

test.beforeAll(async ({ own }) => {
  const { sql } = own.database;
  planted = await plant(sql);
  for (const name of RUNS) {
    const id = planted.runs[name];
    const word = words(name);
    await sql`update runs set title = ${`${word}.csv`}, error_message = ${word}, message = ${word}, updated_by = ${word},
      parameters = ${sql.json({ note: word, ftpPassword: "canary-secret-7c41", target: "ftp://a:canary-secret-7c41@files.example" })},
      stop_reason = ${word} where id = ${id}`;
    await sql`update log_lines set message = ${word} where run_id = ${id}`;
    await sql`update steps set message = ${word}, title = ${word} where run_id = ${id}`;
    await sql`update files set name = ${`${word}.csv`} where id = ${planted.files[name]}`;
    await sql`insert into mails (id, domain_id, kind, run_id, recipient, because, subject, text_body, message_id, status, created_at)
      select gen_random_uuid(), domain_id, 'report', id, ${`${name}@people.example`}, ${word}, ${word}, ${word}, ${word}, 'sent', now() from runs where id = ${id}`;
    await sql`insert into notices (id, user_id, domain_id, run_id, outcome, title, created_at)
      select gen_random_uuid(), started_by, domain_id, id, 'failed', ${word}, now() from runs where id = ${id}`;
  }
});

test(`S7: ${REQUESTS} interleaved requests of two people of two domains never mix`, async ({
  own,
}) => {
  const cookies = [await signedInAs("alpineAdmin", own), await signedInAs("borealisAdmin", own)];
  const [mine, theirs] = ["canary-of-ofOperator-7c41", "canary-of-ofBorealis-7c41"];
  const rows = Object.values(planted.runs).join(",");
  const path = `/api/live?poll=1&rows=${rows}&since=2020-01-01T00:00:00.000Z`;
  let mixed = 0;
  let answered = 0;
  const one = async (at: number) => {
    const answer = await ask({
      base: own.url,
      path,
      headers: { cookie: cookies[at % 2] as string },
    });
    const [own_, other] = at % 2 === 0 ? [mine, theirs] : [theirs, mine];
    if (answer.status === 200 && answer.body.includes(own_)) answered += 1;
    if (answer.body.includes(other)) mixed += 1;
  };
  let next = 0;
  const walk = async () => {
    for (let at = next++; at < REQUESTS; at = next++) await one(at);
  };
  await Promise.all(Array.from({ length: AT_ONCE }, walk));
  expect({ mixed, answered }).toEqual({ mixed: 0, answered: REQUESTS });
});

/** Every address that can be read, as a page, as the data of a page, and as a prefetch. */
async function addresses(own: { database: { sql: never } }): Promise<string[]> {
  const fromTable = Object.entries(ROUTES)
    .filter(([route]) => !route.includes("/stream") && !route.includes("/auth/"))
    .flatMap(([, expectations]) => expectations(planted))
    .filter(({ method = "GET" }) => method === "GET")
    .map(({ path }) => path);
  const searches = [
    "/process-tracker?q=canary",
    "/process-tracker?mine=0&status=failed",
    "/administration/mail?q=canary",
  ];
  return [...new Set([...fromTable, ...(await everyPage(own.database.sql)), ...searches])];
}

for (const person of PERSONS) {
  test(`S5: ${person} finds nothing of what he may not see in any page, in its data or in a header, and nobody finds a secret`, async ({
    own,
  }) => {
    const cookie = await signedInAs(person, own);
    const hidden = [
      ...RUNS.filter((name) => !SEES_RUN[person].includes(name)).map(words),
      "canary-secret-7c41",
    ];
    const paths = await addresses(own as never);
    // The data of a page, as its own links fetch it.
    const ways: Array<Record<string, string>> = [{}, { rsc: "1" }];
    const shortened = new Set(await everyPage(own.database.sql));
    let read = 0;
    for (const path of paths) {
      for (const way of shortened.has(path) ? ways : [{}]) {
        const answer = await follow(own.url, path, { ...way, cookie });
        const told = answer.body + JSON.stringify(answer.headers);
        expect(
          hidden.filter((word) => told.includes(word)),
          `${path} ${JSON.stringify(way)}`,
        ).toEqual([]);
        read += told.includes("canary-of-") ? 1 : 0;
      }
    }
    // Else the words would not stand where they are looked for.
    expect(read, "places where his own words stand").toBeGreaterThan(5);
  });
}

/** With its one redirect, which carries the data's own address. */
async function follow(base: string, path: string, headers: Record<string, string>) {
  const first = await ask({ base, path, headers });
  const target = first.headers.location;
  return target
    ? await ask({ base, path: new URL(target, base).href.slice(base.length), headers })
    : first;
}

test("S23: the same address says each his own, is kept by nobody, and nothing after the end of the session", async ({
  own,
}) => {
  const base = own.url;
  const paths = [
    "/",
    "/process-tracker?mine=0",
    "/notices",
    "/imports",
    "/api/live?poll=1",
    `/api/runs/${planted.runs.ofMember}/log.txt`,
  ];
  const cookies = { alpineAdmin: "", borealisAdmin: "" } as Record<Person, string>;
  for (const person of ["alpineAdmin", "borealisAdmin"] as const)
    cookies[person] = await signedInAs(person, own);
  for (const path of paths) {
    for (const person of ["alpineAdmin", "borealisAdmin"] as const) {
      const headers = {
        cookie: cookies[person],
        "if-none-match": "*",
        "if-modified-since": "Thu, 01 Jan 2099 00:00:00 GMT",
      };
      const answer = await ask({ base, path, headers });
      expect(answer.status, path).not.toBe(304);
      expect(answer.headers["cache-control"], path).toContain("no-store");
      expect(answer.headers["cache-control"], path).not.toMatch(/public|s-maxage/);
      const other = person === "alpineAdmin" ? words("ofBorealis") : words("ofOperator");
      expect(answer.body, path).not.toContain(other);
    }
  }
  await own.database.sql`update sessions set ended_at = now() where user_id =
    (select id from users where email = ${people.alpineAdmin})`;
  for (const path of paths) {
    const answer = await ask({ base, path, headers: { cookie: cookies.alpineAdmin } });
    expect([307, 401], path).toContain(answer.status);
    expect(answer.body, path).not.toContain("canary-");
  }
});
