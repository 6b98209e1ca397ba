import { ACTIONS } from "../access/table.ts";
import { actionIds } from "../support/actions.ts";
import { digestOf } from "./digest.ts";
import { startFrontProxy, type FrontProxy } from "./front-proxy.ts";
import { ask, callAction, cookieOf, type Answer } from "./http.ts";
import { expect, test, type OwnConsole } from "./own-console.ts";
import { startOwnWeb, type OwnWeb } from "./own-web.ts";
import { plant, type Planted } from "./planted.ts";
import { people } from "../support/persons.ts";

// On a busy machine many requests take their time; none of them waits for a moment to come.
test.describe.configure({ timeout: 400_000 });

const PUBLIC = "https://console.example";

let web: OwnWeb;
let planted: Planted;
const proxies: FrontProxy[] = [];

test.beforeAll(async ({ own }) => {
  planted = await plant(own.database.sql);
  web = await startOwnWeb({ databaseUrl: own.database.url, env: { PUBLIC_URL: PUBLIC } });
  for (const keepsHost of [true, false])
    proxies.push(await startFrontProxy(web.url, "console.example", keepsHost));
});

test.afterAll(async () => {
  for (const proxy of proxies) await proxy.close();
  await web?.stop();
});

async function signIn(own: OwnConsole, base: string): Promise<Answer> {
  const csrf = await ask({ base, path: "/api/auth/csrf" });
  const { csrfToken } = JSON.parse(csrf.body) as { csrfToken: string };
  const form = { csrfToken, email: people.system, password: own.password, json: "true" };
  return await ask({
    base,
    method: "POST",
    path: "/api/auth/callback/credentials",
    headers: {
      origin: PUBLIC,
      cookie: cookieOf(csrf),
      "content-type": "application/x-www-form-urlencoded",
    },
    body: new URLSearchParams(form).toString(),
  });
}

test("S13: over TLS each cookie is Secure and SameSite, and the session's is bound to the host and out of reach", async ({
  own,
}) => {
  const answer = await signIn(own, (proxies[0] as FrontProxy).url);
  const lines = answer.headers["set-cookie"] ?? [];
  const session = lines.find((line) => line.startsWith("__Host-nightshift.session="));
  expect(session).toMatch(/; Path=\/;/i);
  for (const mark of [/; HttpOnly/i, /; Secure/i, /; SameSite=Lax/i]) expect(session).toMatch(mark);
  expect(session).not.toMatch(/; Domain=/i);
  const theme = actionIds().find(({ name }) => name.endsWith("#setPreference"))?.id as string;
  const preference = await callAction({
    base: (proxies[0] as FrontProxy).url,
    id: theme,
    fields: { name: "theme", value: "dark" },
    cookie: cookieOf(answer),
    headers: { origin: PUBLIC },
  });
  const csrf = await ask({ base: web.url, path: "/api/auth/csrf" });
  const all = [answer, preference, csrf].flatMap(({ headers }) => headers["set-cookie"] ?? []);
  expect(all.some((line) => line.startsWith("theme=dark"))).toBe(true);
  for (const line of all) {
    expect(line).toMatch(/; Secure/i);
    expect(line).toMatch(/; SameSite=Lax/i);
  }
});

test("S26: under an https address pages ask for TLS from then on", async () => {
  const { headers } = await ask({ base: web.url, path: "/sign-in" });
  expect(headers["strict-transport-security"]).toMatch(/^max-age=31536000; includeSubDomains$/);
});

/** What a foreign page, or a program with a stolen moment of the browser, could say of where it comes from. */
const FOREIGN: Array<Record<string, string>> = [
  { origin: "https://evil.example" },
  { origin: "null" },
  {},
  { origin: "https://evil.example", "x-forwarded-host": "evil.example" },
  { origin: "http://console.example" },
  { origin: "https://console.example.evil.example" },
  { origin: "https://console.example:8443" },
  { origin: PUBLIC, "sec-fetch-site": "cross-site" },
  { origin: PUBLIC, "sec-fetch-site": "same-site" },
];

test("S20: no action runs for a foreign page, through a front proxy of either kind", async ({
  own,
}) => {
  const cookie = cookieOf(await signIn(own, web.url));
  const before = await digestOf(own.database.sql);
  for (const proxy of proxies) {
    for (const { id, name } of actionIds()) {
      const fields = ACTIONS[name]?.[0]?.fields(planted) ?? { name: "theme", value: "dark" };
      for (const headers of FOREIGN) {
        const what = `${name} ${JSON.stringify(headers)}`;
        const answer = await callAction({ base: proxy.url, id, fields, cookie, headers });
        const set = (answer.headers["set-cookie"] ?? []).filter((line) => !/=;/.test(line));
        expect(set, what).toEqual([]);
      }
    }
  }
  expect(await digestOf(own.database.sql)).toEqual(before);
});

test("S20: no route that changes something takes a foreign page's request, nor a plain text form", async ({
  own,
}) => {
  const cookie = cookieOf(await signIn(own, web.url));
  const run = planted.runs.ofOperator;
  const routes = [
    `/api/uploads?name=a.csv&domain=${planted.domains.alpine}`,
    `/api/runs/${run}/log/read`,
    "/api/auth/signout",
    "/api/auth/callback/credentials",
  ];
  const before = await digestOf(own.database.sql);
  for (const proxy of proxies) {
    for (const path of routes) {
      for (const headers of FOREIGN) {
        for (const type of ["text/plain", "application/json", "multipart/form-data; boundary=x"]) {
          const answer = await ask({
            base: proxy.url,
            method: "POST",
            path,
            headers: { ...headers, cookie, "content-type": type },
            body: '{"seq":2}',
          });
          expect(answer.status, `${path} ${JSON.stringify(headers)}`).toBe(403);
        }
      }
    }
  }
  expect(await digestOf(own.database.sql)).toEqual(before);
});

test("S20: our own pages are served through both kinds of proxy", async ({ own }) => {
  for (const proxy of proxies) {
    const cookie = cookieOf(await signIn(own, proxy.url));
    const path = `/api/runs/${planted.runs.ofOperator}/log/read`;
    const headers = { origin: PUBLIC, cookie, "content-type": "application/json" };
    const answer = await ask({ base: proxy.url, method: "POST", path, headers, body: '{"seq":1}' });
    expect(answer.status).toBe(200);
    const theme = actionIds().find(({ name }) => name.endsWith("#setPreference"))?.id as string;
    const fields = { name: "density", value: "compact" };
    const set = await callAction({
      base: proxy.url,
      id: theme,
      fields,
      cookie,
      headers: { origin: PUBLIC },
    });
    expect((set.headers["set-cookie"] ?? []).join(), `status ${set.status}`).toContain(
      "density=compact",
    );
  }
});
