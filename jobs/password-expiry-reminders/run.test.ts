import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { found, JobBench } from "#e2e/support/job-bench.ts";
import { makeDomain } from "#e2e/support/run-rows.ts";
import { newId } from "#lib/platform/ids.ts";

let jobs: JobBench;
let other: string;

before(async () => {
  jobs = await JobBench.open("reminders");
  other = await makeDomain(jobs.sql, "other.example");
  await makePeople();
});
after(() => jobs.close());

/** Ages of passwords that are nobody's business yet: the oldest is reminded of tomorrow. */
const YOUNG = 350;

/** 100,000 people whose passwords are young, every second one in another domain. */
async function makePeople(): Promise<void> {
  await jobs.sql`
    with made as (
      insert into users (id, email, name) select gen_random_uuid(), n || '@crowd.example', 'crowd' from generate_series(1, 100000) n
      returning id, split_part(email, '@', 1)::int as n),
    hashed as (insert into passwords (user_id, hash, changed_at)
      select id, 'x', now() - make_interval(days => n % ${YOUNG + 1}) from made),
    joined as (insert into memberships (id, user_id, role_id)
      select gen_random_uuid(), made.id, r.id from made cross join roles r where r.name = 'member' returning id, user_id)
    insert into membership_domains (membership_id, domain_id)
    select joined.id, case when n % 2 = 0 then ${jobs.domainId}::uuid else ${other}::uuid end
    from joined join made on made.id = joined.user_id`;
  await jobs.sql`analyze`;
}

type Person = { domains?: string[] | "all"; status?: string };

/** A person whose password was set so many days ago. */
async function person(name: string, days: number, values: Person = {}): Promise<string> {
  const { sql } = jobs;
  const { domains = [jobs.domainId], status = "active" } = values;
  const [id, membership, email] = [newId(), newId(), `${name}@people.example`];
  await sql`insert into users (id, email, name, status) values (${id}, ${email}, ${name}, ${status})`;
  await sql`insert into passwords (user_id, hash, changed_at) values (${id}, 'x', now() - make_interval(days => ${days}, mins => 1))`;
  await sql`insert into memberships (id, user_id, role_id, all_domains)
    select ${membership}, ${id}, id, ${domains === "all"} from roles where name = 'member'`;
  if (domains !== "all")
    for (const domain of domains)
      await sql`insert into membership_domains (membership_id, domain_id) values (${membership}, ${domain})`;
  return id;
}

const mails = async () =>
  (
    await jobs.sql`select split_part(recipient, '@', 1) || ': ' || subject as mail from mails order by id`
  )
    .map((row) => (row["mail"] as string).replaceAll("\u00a0", " "))
    .toSorted();

test("of 50,000 people of a domain those are reminded whose passwords come to their end, each once", async () => {
  await person("in-14", 351);
  await person("in-4", 361);
  await person("in-3", 362);
  await person("in-1", 364);
  await person("ended", 365);
  await person("long-ended", 800);
  await person("both", 362, { domains: [jobs.domainId, other] });
  await person("supervisor", 700, { domains: "all" });
  await person("elsewhere", 700, { domains: [other] });
  await person("disabled", 700, { status: "disabled" });
  const done = await jobs.run("password-expiry-reminders");
  assert.equal(done.run.status, "completed-with-warnings", String(done.run["error_message"]));
  assert.deepEqual(done.tallies["remind"], {
    checked: 50_008,
    soon: 5,
    "too-old": 3,
    reminded: 0,
    mails: 8,
  });
  assert.deepEqual(await mails(), [
    "both: [PASSWORD] Your password is too old in 3 days",
    "ended: [PASSWORD] Your password is too old",
    "in-14: [PASSWORD] Your password is too old in 14 days",
    "in-1: [PASSWORD] Your password is too old in 1 day",
    "in-3: [PASSWORD] Your password is too old in 3 days",
    "in-4: [PASSWORD] Your password is too old in 4 days",
    "long-ended: [PASSWORD] Your password is too old",
    "supervisor: [PASSWORD] Your password is too old",
  ]);
  // Who supervises all domains is not listed to the administrators of one.
  assert.deepEqual(found(done, "password-too-old"), [
    "ended@people.example",
    "long-ended@people.example",
  ]);
  assert.deepEqual(done.log, [
    "info 50,008 passwords looked at: 5 soon too old, 3 too old",
    "info 8 mails put into the outbox; 0 had been reminded before",
  ]);
});

test("nobody is reminded twice: not by the next run, not by another domain, not by one at the same time", async () => {
  const again = await jobs.run("password-expiry-reminders");
  assert.equal(again.tallies["remind"]?.["mails"], 0);
  assert.equal(again.tallies["remind"]?.["reminded"], 8);
  assert.ok(again.log.includes("info Nobody to remind; 8 had been before"), again.log.join("\n"));
  const there = await jobs.run("password-expiry-reminders", {}, { domainId: other });
  assert.equal(there.tallies["remind"]?.["mails"], 1, "the one whom only this domain knows");
  assert.equal((await mails()).length, 9);
  await jobs.sql`delete from password_reminders`;
  await jobs.sql`delete from mails`;
  const both = await Promise.all([
    jobs.run("password-expiry-reminders"),
    jobs.run("password-expiry-reminders", {}, { domainId: other }),
  ]);
  const sent = both.map((each) => each.tallies["remind"]?.["mails"] ?? 0);
  assert.equal(sent[0]! + sent[1]!, 9);
  assert.equal((await mails()).length, 9);
});

test("the next threshold and a new password are told of anew", async () => {
  const { sql } = jobs;
  await sql`delete from mails`;
  const aged = sql`user_id in (select id from users where email in ('in-4@people.example', 'ended@people.example'))`;
  await sql`update passwords set changed_at = changed_at - interval '1 day' where ${aged}`;
  await sql`update passwords set changed_at = now() where user_id in (select id from users where email = 'long-ended@people.example')`;
  const done = await jobs.run("password-expiry-reminders");
  // The one that is a day older is another password to us: it was set at another time.
  assert.deepEqual(await mails(), [
    "ended: [PASSWORD] Your password is too old",
    "in-4: [PASSWORD] Your password is too old in 3 days",
  ]);
  assert.deepEqual(found(done, "password-too-old"), ["ended@people.example"]);
});

test("a worker that is killed in the middle of it sends nobody a second mail", async () => {
  const { sql } = jobs;
  await sql`delete from mails`;
  await sql`delete from password_reminders`;
  await sql`update passwords set changed_at = now()`;
  await sql`update passwords set changed_at = now() - interval '1000 days' where user_id in
    (select id from users where name = 'crowd' order by split_part(email, '@', 1)::int limit 4000)`;
  await sql`create function public.slow() returns trigger language plpgsql as $$ begin perform pg_sleep(0.001); return new; end $$`;
  await sql`create trigger slow before insert on mails for each row execute function slow()`;
  const id = await jobs.bench.start("password-expiry-reminders", {});
  await jobs.bench.until("the first mails", async () => {
    const [row] = await sql`select count(*)::int as n from mails`;
    return Number(row?.["n"]) >= 500;
  });
  jobs.bench.killWorkers();
  await jobs.bench.worker({}, "../../worker.ts");
  const done = await jobs.finished(id, 90);
  assert.equal(done.run.status, "completed-with-warnings", String(done.run["error_message"]));
  assert.ok(done.run.claim > 1, "another claim ended it");
  const [row] =
    await sql`select count(*)::int as n, count(distinct recipient)::int as people from mails`;
  assert.deepEqual({ ...row }, { n: 2_000, people: 2_000 });
  assert.equal(done.tallies["remind"]?.["mails"], 2_000);
});
