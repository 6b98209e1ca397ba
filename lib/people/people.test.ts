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
import { loadViewer, recheckViewer } from "./load-viewer.ts";
import { NewPassword } from "./password-input.ts";
import { setPassword } from "./set-password.ts";
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
  test("S50: there are no accounts; one token makes one administrator and is dead afterwards", async () => {
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

/** The first of the usual lists of leaked passwords that have eight characters or more. */
const COMMON_ONES = (
  "123456789 12345678 password 1234567890 password1 1q2w3e4r 11111111 iloveyou 00000000 princess sunshine qwertyuiop " +
  "1qaz2wsx football baseball superman trustno1 88888888 87654321 michelle jennifer computer starwars whatever internet " +
  "samantha corvette asdfghjkl qwerty123 passw0rd 12341234 11223344 1234qwer qwer1234 zaq12wsx 123123123 987654321 " +
  "147258369 1q2w3e4r5t q1w2e3r4 charlie1 liverpool victoria elizabeth spiderman asdfasdf 66666666 99999999 midnight " +
  "password123 welcome1 admin123 letmein1 changeme qwerty12 abcd1234 abc12345 iloveyou1 password12 alexander nicholas"
).split(" ");

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

  test("S15: ten wrong tries from ten addresses slow the account down, and its owner still gets in", async () => {
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

  test("S15: one address that guesses many accounts waits longer and longer", async () => {
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

  test("S17: passwords of every kind are accepted as they are and are not interchangeable", async () => {
    const kinds = [
      "8 chars!",
      "x".repeat(64),
      "y".repeat(128),
      " spaces  inside ",
      "🐎🔋📎🐴🐎🔋📎🐎",
      `${"a".repeat(72)}one`,
      "no digits no signs",
    ];
    for (const [at, secret] of kinds.entries()) {
      assert.equal(NewPassword.safeParse(secret).success, true, secret);
      await person(`kind${at}@house.example`, "member", "all", secret);
      await from("10.6.0.1", `kind${at}@house.example`, secret);
    }
    const lookalikes: Array<[number, string]> = [
      [2, `${"y".repeat(128)}z`],
      [2, "y".repeat(127)],
      [3, "spaces  inside"],
      [3, " spaces inside "],
      [5, `${"a".repeat(72)}two`],
      [0, "8 CHARS!"],
    ];
    for (const [at, secret] of lookalikes) {
      const trial = from("10.6.0.2", `kind${at}@house.example`, secret);
      await assert.rejects(trial, refusal("invalid"), secret);
      await owner`delete from sign_in_throttles`;
    }
  });

  test("S17: common passwords, and those that are too short or too long, are refused", () => {
    assert.ok(COMMON_ONES.length >= 50);
    for (const common of COMMON_ONES) {
      assert.equal(NewPassword.safeParse(common).success, false, common);
      assert.equal(NewPassword.safeParse(common.toUpperCase()).success, false, common);
    }
    for (const length of [0, 7, 129, 5000])
      assert.equal(NewPassword.safeParse("ü".repeat(length)).success, false, `${length}`);
  });
});

describe("rights change at the next request", () => {
  test("S10: a disabled user's sessions are dead, all of them", async () => {
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

  test("S10: a new password ends every session that was begun with the old one", async () => {
    const id = await person("changer@house.example", "operator", ["alpine.example"]);
    const begun = await Promise.all(
      [1, 2, 3].map((at) => from(`10.7.1.${at}`, "changer@house.example", password)),
    );
    const other = await from("10.7.1.9", "first@house.example", password);
    const passwordHash = await hashPassword("another one entirely");
    await write(systemViewer("test"), (tx) =>
      setPassword(tx, systemViewer("test"), { userId: id, passwordHash }),
    );
    for (const { sessionSecret } of begun)
      assert.equal(await loadViewer(sessionSecret, null), null);
    assert.ok(await loadViewer(other.sessionSecret, null));
    await assert.rejects(from("10.7.1.1", "changer@house.example", password), refusal("invalid"));
    const fresh = await from("10.7.1.2", "changer@house.example", "another one entirely");
    assert.equal((await loadViewer(fresh.sessionSecret, null))?.userId, id);
  });

  test("S12: on a moved clock a session ends after 12 hours of silence, and after 7 days of use", async () => {
    const move = (hours: number) =>
      owner`update app_clock set clock_offset = make_interval(secs => ${hours * 3600})`;
    const { sessionSecret } = await from("10.8.1.1", "first@house.example", password);
    for (let hours = 11.9; hours < 7 * 24; hours += 11.9) {
      await move(hours);
      assert.ok(await loadViewer(sessionSecret, null), `used every 11.9 hours, after ${hours}`);
    }
    await move(7 * 24 + 0.01);
    assert.equal(await loadViewer(sessionSecret, null), null, "seven days are over");
    const silent = await from("10.8.1.1", "first@house.example", password);
    await move(7 * 24 + 0.01 + 11.99);
    assert.ok(await recheckViewer(silent.sessionSecret, null), "an open page is no use");
    await move(7 * 24 + 0.01 + 12.01);
    assert.equal(await loadViewer(silent.sessionSecret, null), null);
    await move(0);
  });

  test("S9: a removed membership is gone at once", async () => {
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

  test("S12: idle and absolute limits end a session; signing out ends it for every copy", async () => {
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

  test("S11: a planted session is replaced at sign-in", async () => {
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
