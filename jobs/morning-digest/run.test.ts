import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { JobBench } from "#e2e/support/job-bench.ts";
import { makeDomain, makeRun } from "#e2e/support/run-rows.ts";
import { newId } from "#lib/platform/ids.ts";

let jobs: JobBench;
let other: string;

before(async () => {
  jobs = await JobBench.open("digest");
  other = await makeDomain(jobs.sql, "other.example");
});
after(() => jobs.close());

const hoursAgo = (hours: number) => new Date(Date.now() - hours * 3_600_000);

type Person = { role?: string; domain?: string | null; status?: string; optedOut?: boolean };

/** A person with one membership; `domain: null` is all of them. */
async function person(name: string, values: Person = {}): Promise<void> {
  const {
    role = "domain-administrator",
    domain = jobs.domainId,
    status = "active",
    optedOut,
  } = values;
  const [id, membership, email] = [newId(), newId(), `${name}@people.example`];
  const { sql } = jobs;
  await sql`insert into users (id, email, name, status) values (${id}, ${email}, ${name}, ${status})`;
  await sql`insert into memberships (id, user_id, role_id, all_domains)
    select ${membership}, ${id}, id, ${domain === null} from roles where name = ${role}`;
  if (domain)
    await sql`insert into membership_domains (membership_id, domain_id) values (${membership}, ${domain})`;
  if (optedOut)
    await sql`insert into report_opt_outs (recipient, job, created_at) values (${email}, ${`morning-digest.${jobs.domainId}`}, now())`;
}

/** 100,000 runs that are no news: of the day before, and of another domain. */
async function makeHistory(): Promise<void> {
  await jobs.sql`
    insert into runs (created_at, updated_at, updated_by, ended_at, job_type, title, domain_id, status, trigger, parameters, input_hash)
    select at, at, 'worker', at, 'product-import', 'old', case when n % 2 = 0 then ${jobs.domainId}::uuid else ${other}::uuid end,
      case when n % 5 = 0 then 'failed' else 'completed' end, 'schedule', '{}', n::text
    from generate_series(1, 100000) n, lateral (select now() - make_interval(hours => case when n % 2 = 0 then 25 else 1 end)) t(at)`;
  await jobs.sql`analyze runs`;
}

const ended = (title: string, status: string, hours: number, more: Record<string, unknown> = {}) =>
  makeRun(jobs.sql, {
    domain_id: jobs.domainId,
    title,
    status,
    ended_at: hoursAgo(hours),
    ...more,
  });

const mails = () =>
  jobs.sql`select recipient, subject, text_body as text, html_body as html, kind, domain_id, status, because from mails order by recipient`;

test("each administrator who wants it gets one mail, which counts this night's runs and no others", async () => {
  await makeHistory();
  await person("wants");
  await person("second");
  await person("opted-out", { optedOut: true });
  await person("disabled", { status: "disabled" });
  await person("operator", { role: "operator" });
  await person("elsewhere", { domain: other });
  await person("system", { role: "system-administrator", domain: null });
  for (const title of ["one.csv", "two.csv", "three.csv"]) await ended(title, "completed", 5);
  const failed = await ended("four.csv", "failed", 3, {
    error_message: 'The header <has> no "sku".',
  });
  await ended("five.csv", "completed-with-warnings", 23);
  const done = await jobs.run("morning-digest");
  assert.equal(done.run.status, "completed", String(done.run["error_message"]));
  assert.deepEqual(done.tallies, {
    gather: { ended: 5, problems: 2 },
    "write-mails": { mails: 2 },
  });
  const sent = await mails();
  assert.deepEqual(
    sent.map((mail) => mail["recipient"]),
    ["second@people.example", "wants@people.example"],
  );
  const [mail] = sent;
  assert.equal(mail?.["subject"], "[DIGEST] bench.example: 1 failed, 1 with warnings, 3 completed");
  assert.deepEqual([mail?.["kind"], mail?.["domain_id"]], ["digest", jobs.domainId]);
  assert.match(
    mail?.["text"],
    new RegExp(`#${failed}: *four.csv: Failed. The header <has> no "sku".`),
  );
  assert.match(mail?.["html"], /The header &lt;has&gt; no &quot;sku&quot;/);
  assert.ok(
    !String(mail?.["text"]).includes("old"),
    "nothing of the day before or of another domain",
  );
});

test("a night in which nothing ran is told, with the reason", async (context) => {
  const { sql } = jobs;
  // The worker gives each domain its scheduled jobs within seconds.
  const letKeep = await jobs.holdBack("nightshift domains");
  context.after(letKeep);
  const quiet = await makeDomain(sql, "quiet.example");
  await person("quiet", { domain: quiet });
  const of = { domainId: quiet };
  const read = async () => {
    await sql`delete from mails`;
    const done = await jobs.run("morning-digest", {}, of);
    assert.equal(done.run.status, "completed");
    await sql`delete from runs where id = ${done.run.id}`;
    const [mail] = await mails();
    assert.equal(mail?.["subject"], "[DIGEST] quiet.example: nothing ran");
    return String(mail?.["text"]).replaceAll("\u00a0", " ");
  };
  assert.match(await read(), /^Nothing ran\nNo job is planned here\./);
  const [schedule] =
    await sql`insert into schedules (id, job_type, domain_id, time_zone, overlap, missed, created_at, next_run_at)
    values (${newId()}, 'rarely', ${quiet}, 'UTC', 'skip', 'skip', now(), now() + interval '5 hours') returning id`;
  assert.match(await read(), /Nothing was due, and nobody started anything\.[^]*Next: +rarely, /);
  await sql`update schedules set paused_at = now()`;
  assert.match(await read(), /1 scheduled job paused\./);
  await sql`insert into due_times (schedule_id, due_at, domain_id, outcome, decided_at)
    values (${schedule?.["id"]}, now() - interval '2 hours', ${quiet}, 'missed', now())`;
  assert.match(await read(), /1 due time passed while no worker was alive\./);
});

test("of 1,000 administrators each gets one, however often the mails are counted in parts", async () => {
  const { sql } = jobs;
  const large = await makeDomain(sql, "large.example");
  await sql`insert into users (id, email, name) select gen_random_uuid(), 'many-' || n || '@people.example', n::text from generate_series(1, 1000) n`;
  await sql`insert into memberships (id, user_id, role_id) select gen_random_uuid(), u.id, r.id from users u, roles r
    where u.email like 'many-%' and r.name = 'domain-administrator'`;
  await sql`insert into membership_domains (membership_id, domain_id) select m.id, ${large} from memberships m join users u on u.id = m.user_id
    where u.email like 'many-%'`;
  const done = await jobs.run("morning-digest", {}, { domainId: large });
  assert.equal(done.tallies["write-mails"]?.["mails"], 1_000);
  const [row] =
    await sql`select count(*)::int as n, count(distinct recipient)::int as people from mails where domain_id = ${large}`;
  assert.deepEqual({ ...row }, { n: 1_000, people: 1_000 });
});
