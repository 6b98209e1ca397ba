import { actionId, actionIds } from "../support/actions.ts";
import { people } from "../support/persons.ts";
import { everyPage } from "../support/pages.ts";
import { ask, callAction, cookieOf, signedIn, signedInAs } from "./http.ts";
import { createOwnDatabase } from "./own-database.ts";
import { expect, test } from "./own-console.ts";
import { startOwnWeb } from "./own-web.ts";

// On a busy machine many requests take their time; none of them waits for a moment to come.
test.describe.configure({ timeout: 400_000 });

const NOWHERE = "postgres://nightshift_web:x@127.0.0.1:9/nowhere";

test("S46: without a secret, or with one that is too short, no web process serves anybody", async ({
  own,
}) => {
  for (const secret of ["", undefined, "too short"]) {
    const web = await startOwnWeb({
      databaseUrl: own.database.url,
      env: { NEXTAUTH_SECRET: secret },
      isWell: false,
    });
    const isOver = () => web.exitCode() !== null;
    const answers = async () => {
      if (isOver()) return "ended";
      const answer = await ask({ base: web.url, path: "/" }).catch(() => undefined);
      return answer ? String(answer.status) : "not yet";
    };
    await expect.poll(answers, { timeout: 60_000 }).not.toBe("not yet");
    if (!isOver()) {
      const cookie = await signedInAs("system", own);
      for (const headers of [{}, { cookie }] as Array<Record<string, string>>) {
        const answer = await ask({ base: web.url, path: "/process-tracker", headers });
        expect(answer.status).not.toBe(200);
      }
      await expect(
        signedIn({ email: people.system, password: own.password, base: web.url }),
      ).rejects.toThrow();
    } else expect(web.output()).toMatch(/NEXTAUTH_SECRET/);
    await web.stop();
  }
});

test("S46: a cookie of another secret opens nothing", async ({ own }) => {
  const cookie = await signedInAs("system", own);
  const web = await startOwnWeb({
    databaseUrl: own.database.url,
    env: { NEXTAUTH_SECRET: "quite another secret of thirty-two characters" },
  });
  for (const path of ["/", "/process-tracker", "/api/live?poll=1"]) {
    const answer = await ask({ base: web.url, path, headers: { cookie } });
    expect([307, 401], path).toContain(answer.status);
  }
  await web.stop();
});

test("S46: while the database is away nobody gets in, and nobody who is in sees anything", async ({
  own,
}) => {
  const cookie = await signedInAs("system", own);
  const web = await startOwnWeb({
    databaseUrl: own.database.url,
    env: { DATABASE_URL_WEB: NOWHERE },
  });
  const paths = [...(await everyPage(own.database.sql)), "/api/live?poll=1", "/setup", "/sign-in"];
  for (const path of paths) {
    for (const headers of [{ cookie }, {}] as Array<Record<string, string>>) {
      const { status, body } = await ask({ base: web.url, path, headers });
      expect(body, path).not.toMatch(
        /alpine|nightshift_web|ECONNREFUSED|127\.0\.0\.1:9|\bat \S+ \(/,
      );
      // The sign-in form itself may be drawn.
      if (!path.startsWith("/sign-in")) expect(status, path).not.toBe(200);
    }
  }
  await expect(
    signedIn({ email: people.system, password: own.password, base: web.url }),
  ).rejects.toThrow();
  const form = await callAction({
    base: web.url,
    id: actionId("sign-in/actions.ts#signIn"),
    page: "/sign-in",
    fields: { email: people.system, password: own.password },
  });
  expect(cookieOf(form)).not.toContain("nightshift.session=");
  expect((await ask({ base: web.url, path: "/api/health" })).status).toBe(503);
  await web.stop();
});

test("S50: a first start has no account; one token from the log makes one administrator, and is dead then", async () => {
  const database = await createOwnDatabase("first_start");
  const web = await startOwnWeb({ databaseUrl: database.url, env: { NIGHTSHIFT_DEMO: "0" } });
  const base = web.url;
  try {
    expect((await database.sql`select 1 from users`).length).toBe(0);
    for (const path of ["/", "/process-tracker", "/sign-in"])
      expect((await ask({ base, path })).headers.location, path).toBe("/setup");
    for (const [email, password] of [
      ["admin", "admin"],
      ["system@nightshift.example", "nightshift"],
      ["root@localhost", ""],
    ])
      await expect(
        signedIn({ base, email: email as string, password: password as string }),
      ).rejects.toThrow();
    const said = () => /use this token: ([\w-]{43})/.exec(web.output())?.[1];
    await expect.poll(said).toBeTruthy();
    const setUp = (token: string, email: string) =>
      callAction({
        base,
        id: actionId("setup/actions.ts#setUp"),
        page: "/setup",
        fields: { token, email, name: "First", password: "correct horse battery", timeZone: "UTC" },
      });
    await setUp("x".repeat(43), "thief@house.example");
    expect((await database.sql`select 1 from users`).length).toBe(0);
    const made = await setUp(said() as string, "first@house.example");
    expect(made.headers["x-action-redirect"]).toContain("/sign-in");
    await setUp(said() as string, "second@house.example");
    const accounts = await database.sql`select email from users`;
    expect(accounts.map(({ email }) => email)).toEqual(["first@house.example"]);
    expect((await database.sql`select 1 from setup_tokens where used_at is null`).length).toBe(0);
    const email = "first@house.example";
    expect(await signedIn({ base, email, password: "correct horse battery" })).toContain(
      "session=",
    );
    expect((await ask({ base, path: "/setup" })).headers.location).toBe("/sign-in");
    // The actions of the console do nothing for a visitor either.
    expect(actionIds().length).toBeGreaterThan(10);
  } finally {
    await web.stop();
    await database.drop();
  }
});
