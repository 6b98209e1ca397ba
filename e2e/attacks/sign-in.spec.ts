import { encode } from "next-auth/jwt";
import { actionId } from "../support/actions.ts";
import { people } from "../support/persons.ts";
import { ask, callAction, cookieOf, signedIn, signedInAs, type Answer } from "./http.ts";
import { expect, test } from "./own-console.ts";
import { OWN_SECRET, startOwnWeb } from "./own-web.ts";

// On a busy machine many requests take their time; none of them waits for a moment to come.
test.describe.configure({ timeout: 400_000 });

const COOKIE = "nightshift.session";

test("S11: a planted session ends at the sign-in, by form and by endpoint; signing out kills every copy", async ({
  own,
}) => {
  const base = own.url;
  const isIn = async (cookie: string) =>
    (await ask({ base, path: "/api/live?poll=1", headers: { cookie } })).status === 200;
  const email = people.member;
  const planted = await signedInAs("operator", own);
  const form = await callAction({
    base,
    id: actionId("sign-in/actions.ts#signIn"),
    page: "/sign-in",
    cookie: planted,
    fields: { email, password: own.password },
  });
  const fresh = sessionOf(form);
  expect(fresh).not.toBe(planted);
  expect([await isIn(fresh), await isIn(planted)]).toEqual([true, false]);

  const second = await byEndpoint(own, fresh, "callback/credentials", {
    email: people.operator,
    password: own.password,
  });
  expect([await isIn(sessionOf(second)), await isIn(fresh)]).toEqual([true, false]);

  const copy = sessionOf(second);
  await byEndpoint(own, copy, "signout", {});
  expect(await isIn(copy)).toBe(false);
  const last = await signedInAs("member", own);
  await callAction({ base, id: actionId("#signOut"), cookie: last, fields: {} });
  expect(await isIn(last)).toBe(false);
});

test("S14: altered, expired and foreign tokens are no session and no error", async ({ own }) => {
  const base = own.url;
  const good = await signedInAs("member", own);
  const value = good.slice(good.indexOf("=") + 1);
  const token = (sid: string, secret = OWN_SECRET, maxAge = 3600) =>
    encode({ token: { sid }, secret, maxAge });
  const parts = value.split(".");
  const tokens: Record<string, string> = {
    "no token": "",
    "one sign altered": value.slice(0, -2) + (value.at(-2) === "A" ? "B" : "A") + value.at(-1),
    "another header": ["eyJhbGciOiJub25lIn0", ...parts.slice(1)].join("."),
    "alg none": `eyJhbGciOiJub25lIn0.${Buffer.from('{"sid":"x"}').toString("base64url")}.`,
    HS256: `eyJhbGciOiJIUzI1NiJ9.${Buffer.from('{"sid":"x"}').toString("base64url")}.c2ln`,
    "another key": await token("x", "another secret of thirty-two characters or more"),
    expired: await token("x", OWN_SECRET, -60),
    "a session that is not": await token("0".repeat(43)),
    "SQL for a session": await token("' or '1'='1"),
    "a NUL": await token("a\u0000b"),
    "no text": await encode({ token: { sid: { a: 1 } }, secret: OWN_SECRET }),
    "a list of itself": [value, value].join(","),
    long: "x".repeat(6000),
    percent: "%E0%A4%A",
  };
  for (const [what, given] of Object.entries(tokens)) {
    const headers = { cookie: `${COOKIE}=${given}` };
    const page = await ask({ base, path: "/process-tracker", headers });
    expect(page.status, what).toBe(307);
    expect((await ask({ base, path: "/api/live?poll=1", headers })).status, what).toBe(401);
    const session = await ask({ base, path: "/api/auth/session", headers });
    expect(session.status, what).toBeLessThan(500);
    expect(session.body, what).not.toContain("@");
  }
  for (const authorization of ["Bearer %E0%A4%A", "Bearer x", "Basic x", `Bearer ${value}`]) {
    const answer = await ask({ base, path: "/api/live?poll=1", headers: { authorization } });
    expect(answer.status, authorization).toBe(401);
  }
  expect((await ask({ base, path: "/api/live?poll=1", headers: { cookie: good } })).status).toBe(
    200,
  );
});

test("S15: ten wrong passwords from ten addresses slow one account down, also in a process that is new; its owner gets in", async ({
  own,
}) => {
  const { sql } = own.database;
  const email = people.borealisAdmin;
  const wrong = (at: number) =>
    signedIn({ base: own.url, email, password: "wrong", address: `203.0.113.${at}` }).then(
      () => "in",
      () => "refused",
    );
  for (let at = 0; at < 10; at += 1) {
    expect(await wrong(at)).toBe("refused");
    // Else the delay itself would refuse the next one, and it would not be counted.
    await sql`update sign_in_throttles set blocked_until = null`;
  }
  const [{ failures } = { failures: 0 }] = await sql<{ failures: number }[]>`
    select failed_count as failures from sign_in_throttles where key = ${`account:${email}`}`;
  expect(failures).toBe(10);
  expect(await wrong(10)).toBe("refused");
  const another = await startOwnWeb({ databaseUrl: own.database.url });
  try {
    const right = (address: string) =>
      callAction({
        base: another.url,
        id: actionId("sign-in/actions.ts#signIn"),
        page: "/sign-in",
        headers: { origin: new URL(another.url).origin, "x-forwarded-for": address },
        fields: { email, password: own.password },
      });
    const delayed = await right("198.51.100.7");
    expect(delayed.body).toContain("Too many tries");
    const waits = await sql<{ key: string; seconds: string }[]>`
      select key, extract(epoch from blocked_until - app_now()) as seconds from sign_in_throttles where blocked_until is not null`;
    for (const { key, seconds } of waits) expect(Number(seconds), key).toBeLessThanOrEqual(10);
    // Eleven seconds later.
    await sql`update app_clock set clock_offset = '11 seconds'`;
    expect(sessionOf(await right("198.51.100.7"))).not.toBe("");
  } finally {
    await sql`update app_clock set clock_offset = '0'`;
    await sql`delete from sign_in_throttles`;
    await another.stop();
  }
});

const HOSTILE = [
  "//evil.example",
  "///evil.example",
  "/\\evil.example",
  "\\\\evil.example",
  "https://evil.example",
  "https:evil.example",
  "https:",
  "javascript:alert(1)",
  "data:text/html,x",
  "/%2f/evil.example",
  "/%5cevil.example",
  "/\t/evil.example",
  "/.//evil.example",
  "http://localhost@evil.example",
  "%",
  "%E0%A4%A",
  "%0d%0aSet-Cookie: a=b",
  "/a\r\nSet-Cookie: a=b",
  "/\u0000",
  "x".repeat(10_000),
];

test("S19: whatever address comes with a sign-in, it ends on our own origin and never in an error", async ({
  own,
}) => {
  const base = own.url;
  for (const callbackUrl of HOSTILE) {
    const what = JSON.stringify(callbackUrl.slice(0, 40));
    const fields = { email: people.member, password: own.password, callbackUrl };
    const answers = [
      await callAction({
        base,
        id: actionId("sign-in/actions.ts#signIn"),
        page: "/sign-in",
        fields,
      }),
      await byEndpoint(own, "", "callback/credentials", fields),
      await byEndpoint(own, "", "signout", { callbackUrl }),
      await ask({ base, path: `/sign-in?callbackUrl=${encodeURIComponent(callbackUrl)}` }),
      await ask({ base, path: `/api/auth/signin?callbackUrl=${encodeURIComponent(callbackUrl)}` }),
      await ask({
        base,
        path: "/api/auth/session",
        headers: { cookie: `next-auth.callback-url=${encodeURIComponent(callbackUrl)}` },
      }),
    ];
    for (const [at, { status, headers, body }] of answers.entries()) {
      expect(status, `${what} way ${at}`).toBeLessThan(500);
      expect(headers["set-cookie"]?.some((line) => line.startsWith("a=b")) ?? false).toBe(false);
      const moved = [headers.location, headers["x-action-redirect"], urlIn(body)].flat();
      for (const target of moved.filter((each) => typeof each === "string")) {
        const url = new URL(target.split(";")[0] as string, base);
        expect(url.host, `${what} way ${at} → ${target}`).toBe(new URL(base).host);
      }
    }
  }
});

const sessionOf = (answer: Answer) =>
  cookieOf(answer)
    .split("; ")
    .find((pair) => pair.startsWith(`${COOKIE}=`) && pair !== `${COOKIE}=`) ?? "";

/** The address in next-auth's JSON answers. */
function urlIn(body: string): string | undefined {
  return /^\{"url":"([^"]*)"/.exec(body)?.[1];
}

/** Posts to one of next-auth's endpoints as its own script would. */
async function byEndpoint(
  own: { url: string },
  cookie: string,
  endpoint: string,
  fields: Record<string, string>,
): Promise<Answer> {
  const csrf = await ask({ base: own.url, path: "/api/auth/csrf", headers: { cookie } });
  const { csrfToken } = JSON.parse(csrf.body) as { csrfToken: string };
  return await ask({
    base: own.url,
    method: "POST",
    path: `/api/auth/${endpoint}`,
    headers: {
      origin: new URL(own.url).origin,
      cookie: [cookie, cookieOf(csrf)].filter(Boolean).join("; "),
      "content-type": "application/x-www-form-urlencoded",
    },
    body: new URLSearchParams({ ...fields, csrfToken, json: "true" }).toString(),
  });
}
