import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { JobBench } from "#e2e/support/job-bench.ts";
import { makeUser } from "#e2e/support/run-rows.ts";

let jobs: JobBench;
let person: string;
const start = { domainId: null };

before(async () => {
  jobs = await JobBench.open("sessions", { SESSION_IDLE_HOURS: "12", SESSION_DAYS: "7" });
  person = await makeUser(jobs.sql, "Somebody");
});
after(() => jobs.close());

/** `count` sessions: begun and last seen so many hours ago, ended so many days ago or not at all. */
async function makeSessions(
  kind: string,
  count: number,
  hours: { created: number; seen: number },
  endedDays: number | null,
): Promise<void> {
  await jobs.sql`insert into sessions (id, secret_hash, user_id, created_at, last_seen_at, ended_at, ended_because, user_agent)
    select gen_random_uuid(), ${kind} || n, ${person}, now() - make_interval(hours => ${hours.created}::int),
      now() - make_interval(hours => ${hours.seen}::int), case when ${endedDays}::int is not null then now() - make_interval(days => ${endedDays}::int) end,
      case when ${endedDays}::int is not null then 'signed out' end, ${kind}
    from generate_series(1, ${count}::int) n`;
}

const kinds = async () =>
  Object.fromEntries(
    (
      await jobs.sql`select user_agent || case when ended_because = 'expired' then ' expired' else '' end as kind,
        count(*)::int as n from sessions group by 1 order by 1`
    ).map((row) => [row["kind"], row["n"]]),
  );

test("of 100,000 sessions those whose time is up are ended, old ones forgotten, the others left alone", async () => {
  await makeSessions("alive", 60_000, { created: 100, seen: 11 }, null);
  await makeSessions("idle", 7_000, { created: 20, seen: 13 }, null);
  await makeSessions("too-old", 3_000, { created: 169, seen: 1 }, null);
  await makeSessions("ended", 20_000, { created: 800, seen: 700 }, 29);
  await makeSessions("long-ended", 10_000, { created: 900, seen: 800 }, 31);
  const done = await jobs.run("session-clean-up", {}, start);
  assert.equal(done.run.status, "completed", String(done.run["error_message"]));
  assert.deepEqual(done.tallies["expired"], { expired: 10_000 });
  assert.deepEqual(done.tallies["sessions"], { sessions: 10_000 });
  assert.deepEqual(await kinds(), {
    alive: 60_000,
    ended: 20_000,
    "idle expired": 7_000,
    "too-old expired": 3_000,
  });
  assert.ok(done.log.includes("info 10,000 expired sessions ended"), done.log.join("\n"));
});

test("failed sign-ins are forgotten after a day, unless somebody is still held back", async () => {
  const { sql } = jobs;
  await sql`insert into sign_in_throttles (key, failed_count, last_failed_at, blocked_until) values
    ('account:old', 3, now() - interval '25 hours', null), ('address:waits', 9, now() - interval '25 hours', now() + interval '1 minute'),
    ('account:new', 3, now() - interval '23 hours', null)`;
  const done = await jobs.run("session-clean-up", {}, start);
  assert.deepEqual(done.tallies["throttles"], { throttles: 1 });
  const left = await sql`select key from sign_in_throttles order by 1`;
  assert.deepEqual(
    left.map((row) => row["key"]),
    ["account:new", "address:waits"],
  );
});

test("used setup tokens go; the one that opens the setup stays for as long as nobody is there", async () => {
  const { sql } = jobs;
  await sql`delete from users`;
  await sql`insert into setup_tokens (hash, created_at, used_at) values ('open', now() - interval '90 days', null),
    ('used', now() - interval '90 days', now() - interval '31 days'), ('lately', now() - interval '90 days', now() - interval '29 days')`;
  const tokens = async () =>
    (await sql`select hash from setup_tokens order by 1`).map((row) => row["hash"]);
  await jobs.run("session-clean-up", {}, start);
  assert.deepEqual(await tokens(), ["lately", "open"]);
  await makeUser(sql, "First");
  const done = await jobs.run("session-clean-up", {}, start);
  assert.deepEqual(done.tallies["tokens"], { tokens: 1 });
  assert.deepEqual(await tokens(), ["lately"]);
});
