import assert from "node:assert/strict";
import { after, before, beforeEach, describe, test } from "node:test";
import postgres from "postgres";
import { createTestDatabase, type TestDatabase } from "#e2e/support/database.ts";
import { write } from "../access/transact.ts";
import { can, domainsWith, systemViewer } from "../access/viewer.ts";
import { closeDatabase } from "../platform/db.ts";
import { isRefusal } from "../text/refusal.ts";
import { createUser } from "./create-user.ts";
import { endSession } from "./end-session.ts";
import { hashPassword, isOutdated } from "./hash-password.ts";
import { loadViewer } from "./load-viewer.ts";
import { NewPassword } from "./password-input.ts";
import { setUserStatus } from "./set-user-status.ts";
import { createFirstAdministrator, issueSetupToken, needsSetup } from "./setup.ts";
import { signIn } from "./sign-in.ts";

let database: TestDatabase;
let owner: postgres.Sql;
const password = "correct horse 🐎 battery";

before(async () => {
  database = await createTestDatabase("people");
  process.env["DATABASE_URL_WEB"] = database.webUrl;
  process.env["LOG_LEVEL"] = "silent";
  owner = postgres(database.ownerUrl, { max: 1, onnotice: () => undefined });
});

after(async () => {
  await closeDatabase();
  await owner.end();
  await database.drop();
});

describe("the first start", () => {
  test("there are no accounts; one token makes one administrator and is dead afterwards", async () => {
    assert.equal(await needsSetup(), true);
    const first = await issueSetupToken();
    const token = await issueSetupToken();
    const input = { email: "first@house.example", name: "First", password, timeZone: "UTC" };
    await assert.rejects(createFirstAdministrator({ ...input, token: first }), refusal("invalid"));
    const both = await Promise.allSettled(
      [1, 2].map(() => createFirstAdministrator({ ...input, token })),
    );
    assert.equal(both.filter((result) => result.status === "fulfilled").length, 1);
    assert.equal(await needsSetup(), false);
    await assert.rejects(
      createFirstAdministrator({ ...input, token: await issueSetupToken() }),
      refusal("conflict"),
    );
  });
});

describe("signing in", () => {
  beforeEach(() => owner`delete from sign_in_throttles`);

  test("the right password begins a session that is a row; the audit log knows", async () => {
    const { sessionSecret, userId } = await from("10.0.0.1", "first@house.example", password);
    const viewer = await loadViewer(sessionSecret, "10.0.0.1");
    assert.equal(viewer?.userId, userId);
    assert.equal(viewer?.grants[0]?.domains, "all");
    const [entry] = await owner`select action, address from audit_entries order by id desc limit 1`;
    assert.deepEqual({ ...entry }, { action: "session.begin", address: "10.0.0.1" });
    const [row] = await owner`select secret_hash from sessions order by created_at desc limit 1`;
    assert.notEqual(row?.["secret_hash"], sessionSecret);
  });

  test("unknown, mistaken and disabled accounts get the same sentence", async () => {
    await person("disabled@house.example", "member", "all");
    await owner`update users set status = 'disabled' where email = 'disabled@house.example'`;
    const answers = await Promise.all(
      ["nobody@house.example", "first@house.example", "disabled@house.example"].map((email, at) =>
        from(
          `10.1.0.${at}`,
          email,
          email.startsWith("disabled") ? password : "wrong password",
        ).then(
          () => "in",
          (error: Error) => error.message,
        ),
      ),
    );
    assert.equal(new Set(answers).size, 1);
    assert.match(answers[0] as string, /do not belong together/);
  });

  test("known and unknown names take the same time", async () => {
    const known: number[] = [];
    const unknown: number[] = [];
    for (let at = 0; at < 15; at += 1) {
      known.push(await timed(() => from(`10.2.0.${at}`, "first@house.example", "wrong")));
      unknown.push(await timed(() => from(`10.3.0.${at}`, `nobody${at}@house.example`, "wrong")));
      await owner`delete from sign_in_throttles`;
    }
    // Without the hash an unknown name would take a tenth; the exact figure depends on what else the machine does.
    const ratio = median(unknown) / median(known);
    assert.ok(ratio > 0.5 && ratio < 2, `unknown names take ${ratio.toFixed(2)} times as long`);
  });

  test("ten wrong tries from ten addresses slow the account down, and its owner still gets in", async () => {
    for (let at = 0; at < 10; at += 1) {
      await owner`update sign_in_throttles set blocked_until = null`;
      await assert.rejects(from(`10.4.0.${at}`, "first@house.example", "wrong"));
    }
    await assert.rejects(from("10.4.1.1", "first@house.example", password), refusal("too-many"));
    const [row] =
      await owner`select extract(epoch from blocked_until - app_now()) as wait from sign_in_throttles where key like 'account:%'`;
    assert.ok(Number(row?.["wait"]) <= 10, "an account waits ten seconds at most");
    await owner`update sign_in_throttles set blocked_until = blocked_until - interval '11 seconds'`;
    await from("10.4.1.1", "first@house.example", password);
  });

  test("one address that guesses many accounts waits longer and longer", async () => {
    const waits: number[] = [];
    for (let at = 0; at < 12; at += 1) {
      await owner`update sign_in_throttles set blocked_until = null`;
      await assert.rejects(from("10.5.0.1", `guess${at}@house.example`, "wrong"));
      const [row] =
        await owner`select coalesce(extract(epoch from blocked_until - app_now()), 0) as wait from sign_in_throttles where key = 'address:10.5.0.1'`;
      waits.push(Math.round(Number(row?.["wait"])));
    }
    assert.equal(waits[0], 0);
    assert.ok((waits.at(-1) as number) > 60, `waits: ${waits}`);
  });

  test("a password sent again with older parameters is hashed anew", async () => {
    const old = "$argon2id$v=19$m=4096,t=1,p=1$";
    assert.equal(isOutdated(old), true);
    assert.equal(isOutdated(await hashPassword("anything at all")), false);
  });

  test("passwords of every kind are accepted as they are and are not interchangeable", async () => {
    const long = `${"a".repeat(72)}one`;
    for (const [at, secret] of [
      "12 chars ok!",
      "x".repeat(64),
      "y".repeat(128),
      " spaces  inside ",
      "🐎🔋📎🐴🐎🔋📎🐴",
      long,
    ].entries()) {
      assert.equal(NewPassword.safeParse(secret).success, true, secret);
      await person(`kind${at}@house.example`, "member", "all", secret);
      await from("10.6.0.1", `kind${at}@house.example`, secret);
    }
    await assert.rejects(from("10.6.0.2", "kind5@house.example", `${"a".repeat(72)}two`));
    for (const common of ["password", "12345678", "Password1", "iloveyou", "short"])
      assert.equal(NewPassword.safeParse(common).success, false, common);
  });
});

describe("rights change at the next request", () => {
  test("a disabled user's sessions are dead, all of them", async () => {
    const id = await person("leaver@house.example", "operator", ["alpine.example"]);
    const sessions = await Promise.all(
      [1, 2].map(() => from("10.7.0.1", "leaver@house.example", password)),
    );
    const admin = await loadViewer(
      (await from("10.7.0.2", "first@house.example", password)).sessionSecret,
      null,
    );
    await setUserStatus(admin as never, { userId: id, status: "disabled" });
    for (const { sessionSecret } of sessions)
      assert.equal(await loadViewer(sessionSecret, null), null);
    await assert.rejects(
      setUserStatus(admin as never, { userId: id, status: "disabled" }),
      refusal("conflict"),
    );
    await setUserStatus(admin as never, { userId: id, status: "active" });
    assert.equal(
      await loadViewer((sessions[0] as { sessionSecret: string }).sessionSecret, null),
      null,
      "old cookies stay dead",
    );
  });

  test("a removed membership is gone at once", async () => {
    const id = await person("mover@house.example", "operator", [
      "alpine.example",
      "borealis.example",
    ]);
    const { sessionSecret } = await from("10.7.0.3", "mover@house.example", password);
    const before = await loadViewer(sessionSecret, null);
    assert.equal(before?.domains.length, 2);
    await owner`delete from membership_domains where membership_id in (select id from memberships where user_id = ${id})
      and domain_id = (select id from domains where name = 'borealis.example')`;
    const afterwards = await loadViewer(sessionSecret, null);
    assert.deepEqual(
      afterwards?.domains.map((domain) => domain.name),
      ["alpine.example"],
    );
    await owner`delete from memberships where user_id = ${id}`;
    const none = await loadViewer(sessionSecret, null);
    assert.deepEqual([none?.domains, none && domainsWith(none, "runs.view-all")], [[], []]);
  });

  test("idle and absolute limits end a session; signing out ends it for every copy", async () => {
    const idle = await from("10.8.0.1", "first@house.example", password);
    await owner`update sessions set last_seen_at = app_now() - interval '12 hours 1 second'`;
    assert.equal(await loadViewer(idle.sessionSecret, null), null);
    const old = await from("10.8.0.1", "first@house.example", password);
    await owner`update sessions set created_at = app_now() - interval '7 days 1 second'`;
    assert.equal(await loadViewer(old.sessionSecret, null), null);
    const own = await from("10.8.0.1", "first@house.example", password);
    await endSession((await loadViewer(own.sessionSecret, null)) as never);
    assert.equal(await loadViewer(own.sessionSecret, null), null);
  });

  test("a planted session is replaced at sign-in", async () => {
    const planted = await from("10.9.0.1", "first@house.example", password);
    const input = { email: "first@house.example", password, address: "10.9.0.1", userAgent: null };
    const fresh = await signIn({ ...input, replaces: planted.sessionSecret });
    assert.notEqual(fresh.sessionSecret, planted.sessionSecret);
    assert.equal(await loadViewer(planted.sessionSecret, null), null);
  });
});

test("installation rights take a membership of all domains", async () => {
  await person("regional@house.example", "system-administrator", ["alpine.example"]);
  const { sessionSecret } = await from("10.10.0.1", "regional@house.example", password);
  const viewer = (await loadViewer(sessionSecret, null)) as NonNullable<
    Awaited<ReturnType<typeof loadViewer>>
  >;
  assert.equal(can(viewer, "runs.view-all", null), true);
  assert.equal(can(viewer, "runs.stop", null), false);
  assert.equal(can(viewer, "runs.stop", viewer.domains[0]?.id as string), true);
});

const refusal = (code: Parameters<typeof isRefusal>[1]) => (error: unknown) =>
  isRefusal(error, code);

const from = (address: string, email: string, secret: string) =>
  signIn({ email, password: secret, address, userAgent: "test" });

async function person(
  email: string,
  role: string,
  domains: "all" | string[],
  secret = password,
): Promise<string> {
  if (domains !== "all") {
    for (const name of domains) {
      await owner`insert into domains (id, name) values (gen_random_uuid(), ${name}) on conflict do nothing`;
    }
  }
  const passwordHash = await hashPassword(secret);
  const actor = systemViewer("test");
  return await write(actor, (tx) =>
    createUser(tx, actor, { email, name: email, timeZone: "UTC", passwordHash, role, domains }),
  );
}

async function timed(work: () => Promise<unknown>): Promise<number> {
  const start = performance.now();
  await work().catch(() => undefined);
  return performance.now() - start;
}

const median = (values: number[]) =>
  values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] as number;
