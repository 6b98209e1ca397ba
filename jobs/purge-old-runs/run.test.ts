import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { JobBench } from "#e2e/support/job-bench.ts";
import { makeDomain, makeRun } from "#e2e/support/run-rows.ts";

const rules = { keepDays: 90, keepProblemDays: 180, keepNewest: 20, keepAtMost: 35_000 };
let jobs: JobBench;
let other: string;

before(async () => {
  jobs = await JobBench.open("purge");
  other = await makeDomain(jobs.sql, "other.example");
  await makeOldMonths(13);
});
after(() => jobs.close());

const daysAgo = (days: number) => new Date(Date.now() - days * 86_400_000);

async function makeOldMonths(count: number): Promise<void> {
  for (const parent of ["log_lines", "issues", "refused_rows"])
    await jobs.sql.unsafe(`do $$ begin for i in 1 .. ${count} loop
      execute format('create table if not exists public.%I partition of public.%I for values from (%L) to (%L)',
        '${parent}_' || to_char(date_trunc('month', now() at time zone 'UTC') - make_interval(months => i), 'YYYY_MM'), '${parent}',
        (date_trunc('month', now() at time zone 'UTC') - make_interval(months => i)) at time zone 'UTC',
        (date_trunc('month', now() at time zone 'UTC') - make_interval(months => i - 1)) at time zone 'UTC');
      end loop; end $$`);
}

/** Runs over the last `days` days, newest last; every fifth failed, every seventh stopped. */
async function makeRuns(
  jobType: string,
  domainId: string | null,
  count: number,
  days: number,
): Promise<void> {
  await jobs.sql`
    insert into runs (created_at, updated_at, updated_by, ended_at, job_type, title, domain_id, status, trigger, parameters, input_hash,
      log_seq, issue_count)
    select at, at, 'worker', at, ${jobType}, ${jobType}, ${domainId},
      case when n % 5 = 0 then 'failed' when n % 7 = 0 then 'stopped' else 'completed' end, 'schedule', '{}', n::text, 1, 0
    from generate_series(1, ${count}::int) n,
      lateral (select now() - make_interval(secs => 86400.0 * ${days}::int * (${count}::int - n) / ${count}::int)) t(at)`;
}

/** What is kept, put into words once more: by rank and age over all finished runs at once. */
async function expectKept(): Promise<void> {
  await jobs.sql`drop table if exists public.kept`;
  await jobs.sql`create table public.kept as
    with ended as (
      select *, row_number() over (partition by job_type, domain_id order by id desc) as rank,
        max(id) filter (where status in ('completed', 'completed-with-warnings')) over (partition by job_type, domain_id) as success
      from runs where status not in ('deferred', 'queued', 'running', 'stopping', 'interrupted'))
    select r.id from runs r left join ended e using (id)
    where e.id is null or e.id = e.success or e.quarantined_at is not null
      or (e.rank <= ${rules.keepAtMost} and (e.rank <= ${rules.keepNewest}
        or e.ended_at >= now() - make_interval(days => case when e.status = 'completed' then ${rules.keepDays}::int
          else ${rules.keepProblemDays}::int end)))
      or exists (select 1 from runs c where c.continues_run_id = r.id and c.status = 'deferred')`;
}

const old = (values: Record<string, unknown>) =>
  makeRun(jobs.sql, {
    job_type: "planted",
    domain_id: other,
    created_at: daysAgo(400),
    updated_at: daysAgo(400),
    ended_at: daysAgo(400),
    status: "failed",
    ...values,
  });

async function plant() {
  const success = await old({ status: "completed" });
  const quarantined = await old({ quarantined_at: daysAgo(400) });
  const continued = await old({});
  const failed: number[] = [];
  for (let n = 0; n < 29; n += 1) failed.push(await old({}));
  const deferred = { status: "deferred", start_at: daysAgo(-400), ended_at: null };
  const waiting = await old({ ...deferred, continues_run_id: continued });
  const [worker] = await jobs.sql`select id from workers where state = 'alive'`;
  const live = { status: "running", worker_id: worker?.["id"], claim: 1, ended_at: null };
  const running = await old(live);
  return { kept: [success, quarantined, continued, waiting, running], gone: failed.slice(0, 9) };
}

const ids = async (table: "runs" | "kept") =>
  (await jobs.sql.unsafe(`select id from public.${table} order by id`)).map((row) =>
    Number(row["id"]),
  );

const months = async () =>
  (
    await jobs.sql`select relname from pg_class where relname ~ '^log_lines_\\d' and relkind = 'r' order by 1`
  ).map((row) => row["relname"] as string);

test("of 100,000 runs exactly those go that are too old or too many, with all that belongs to them; stopped in between", async () => {
  const { sql } = jobs;
  const planted = await makeHistory();
  const monthsBefore = await months();
  const made = (await ids("runs")).length;

  const start = { domainId: null };
  const { id: stoppedId, tookMs } = await jobs.stopped("purge-old-runs", start, rules);
  const stopped = await jobs.finished(stoppedId);
  const goneFirst = stopped.tallies["delete-runs"]?.["runs"] ?? 0;
  assert.ok(tookMs < 5_000, `${tookMs} ms`);
  assert.equal((await ids("runs")).length, made + 1 - goneFirst, "what it counted is what went");

  const done = await jobs.run("purge-old-runs", rules, start);
  assert.equal(done.run.status, "completed", String(done.run["error_message"]));
  const left = (await ids("runs")).filter((id) => id !== done.run.id && id !== stoppedId);
  assert.deepEqual(left, await ids("kept"));
  for (const id of planted.kept) assert.ok(left.includes(id), `${id} was to be kept`);
  for (const id of planted.gone) assert.ok(!left.includes(id), `${id} was to go`);
  assert.equal(goneFirst + (done.tallies["delete-runs"]?.["runs"] ?? 0), made - left.length);
  assert.equal(done.tallies["choose"]?.["kept"], left.length + 2);

  for (const table of ["log_lines", "issues", "refused_rows", "attempts"]) {
    const [stray] = await sql.unsafe(
      `select count(*)::int as n from ${table} x where not exists (select 1 from runs where runs.id = x.run_id)`,
    );
    assert.equal(stray?.["n"], 0, table);
  }
  const [lines] = await sql`select count(*)::int as n from log_lines where run_id = any (${left})`;
  assert.equal(lines?.["n"], left.length, "every kept run has its line");

  // The lines of a month of which nothing was kept went with their partitions; where few were, those moved.
  const dropped = done.log.filter((line) => /dropped with all its lines/.test(line)).length;
  const shrunk = done.log.filter((line) => /dropped but for the lines/.test(line)).length;
  assert.ok(dropped > 0 && shrunk > 0, done.log.join("\n"));
  assert.equal(done.tallies["drop-months"]?.["months"], dropped + shrunk);
  assert.equal((await months()).length, monthsBefore.length - dropped);
  const [partition] =
    await sql`select count(*)::int as lines from log_lines l where run_id = any (${planted.kept}) and tableoid::regclass::text ~ '_\\d{4}_\\d\\d$'`;
  assert.equal(partition?.["lines"], planted.kept.length);
});

test("due times and settled mails go with the runs they belong to, others stay", async () => {
  const { sql, domainId } = jobs;
  const [kept] = await sql`select id from kept limit 1`;
  const [schedule] =
    await sql`insert into schedules (id, job_type, domain_id, time_zone, overlap, missed, created_at)
    values (gen_random_uuid(), 'rarely', ${domainId}, 'UTC', 'skip', 'skip', now()) returning id`;
  await sql`insert into due_times (schedule_id, due_at, domain_id, outcome, run_id, decided_at) select ${schedule?.["id"]},
    now() - make_interval(days => n), ${domainId}, 'started', case when n = 200 then ${kept?.["id"]}::bigint else -n end, now()
    from generate_series(1, 300) n`;
  await sql`insert into mails (id, domain_id, kind, recipient, because, message_id, status, created_at)
    select gen_random_uuid(), ${domainId}, 'report', 'a@b.example', '', n::text, case when n = 250 then 'waiting' else 'sent' end,
      now() - make_interval(days => n) from generate_series(1, 300) n`;
  const done = await jobs.run("purge-old-runs", rules, { domainId: null });
  assert.deepEqual(done.tallies["delete-traces"], { "due-times": 210, mails: 210, findings: 0 });
  // Others come due while this runs.
  const [left] =
    await sql`select (select count(*)::int from due_times where schedule_id = ${schedule?.["id"]}) as due,
    (select count(*)::int from mails) as mails, (select count(*)::int from mails where status = 'waiting') as waiting`;
  assert.deepEqual({ ...left }, { due: 90, mails: 90, waiting: 1 });
});

test("of 100,000 due times of a minute plan those go whose run is gone, never those that Upcoming still shows", async () => {
  const { sql, domainId } = jobs;
  await sql`delete from due_times`;
  const [schedule] = await sql`select id from schedules where job_type = 'rarely'`;
  const [kept] = await sql`select id from kept limit 1`;
  await sql`insert into due_times (schedule_id, due_at, domain_id, outcome, run_id, decided_at)
    select ${schedule?.["id"]}, now() - make_interval(mins => n), ${domainId}, 'started',
      case when n % 10 = 0 then ${kept?.["id"]}::bigint else -n end, now() from generate_series(1, 100000) n`;
  await sql`analyze due_times`;
  const done = await jobs.run("purge-old-runs", { ...rules, keepDays: 1 }, { domainId: null });
  const shown = 8 * 24 * 60;
  const [left] = await sql`select count(*)::int as n,
    (count(*) filter (where due_at >= now() - interval '192 hours'))::int as shown
    from due_times where schedule_id = ${schedule?.["id"]}`;
  assert.ok(Math.abs(left?.["shown"] - shown) < 5, `${left?.["shown"]} are shown`);
  assert.equal(left?.["n"], left?.["shown"] + 10_000 - Math.floor(left?.["shown"] / 10));
  assert.equal(done.tallies["delete-traces"]?.["due-times"], 100_000 - left?.["n"]);
});

test("findings of the sweep go when a report has told of them", async () => {
  await jobs.sql`insert into sweep_findings (id, kind, found_at, worker_name, reported_by) select gen_random_uuid(), 'worker',
    now() - make_interval(days => n), 'north', case when n <> 150 then 1 end from generate_series(1, 200) n`;
  const done = await jobs.run("purge-old-runs", rules, { domainId: null });
  assert.equal(done.tallies["delete-traces"]?.["findings"], 110);
  const [left] = await jobs.sql`select count(*)::int as n from sweep_findings`;
  assert.equal(left?.["n"], 90);
});

test("L11: a run with more lines than go at once loses them in parts before it goes", async () => {
  const id = await makeRun(jobs.sql, {
    job_type: "planted",
    domain_id: other,
    status: "completed",
    log_seq: 12_000,
    issue_count: 6_000,
    created_at: daysAgo(100),
    updated_at: daysAgo(100),
    ended_at: daysAgo(100),
  });
  await old({ status: "completed", created_at: daysAgo(1), ended_at: daysAgo(1) });
  await jobs.sql`insert into log_lines (run_created_at, run_id, seq, domain_id, at, level, message)
    select created_at, id, n, domain_id, created_at, 'info', 'x' from runs, generate_series(1, 12000) n where id = ${id}`;
  await jobs.sql`insert into issues (run_created_at, run_id, seq, domain_id, severity, code, message)
    select created_at, id, n, domain_id, 'refused', 'x', 'x' from runs, generate_series(1, 6000) n where id = ${id}`;
  const few = { ...rules, keepNewest: 1 };
  const done = await jobs.run("purge-old-runs", few, { domainId: null });
  assert.ok(!(await ids("runs")).includes(id));
  const [left] =
    await jobs.sql`select (select count(*)::int from log_lines where run_id = ${id}) as lines,
    (select count(*)::int from issues where run_id = ${id}) as issues`;
  assert.deepEqual({ ...left }, { lines: 0, issues: 0 }, done.log.join("\n"));
});

async function makeHistory() {
  const { sql, domainId } = jobs;
  await makeRuns("product-import", domainId, 60_000, 300);
  await makeRuns("stock-level-check", other, 30_000, 300);
  await makeRuns("statistics-refresh", null, 9_950, 40);
  await makeRuns("rarely", domainId, 10, 390);
  const planted = await plant();
  await sql`insert into log_lines (run_created_at, run_id, seq, domain_id, at, level, message)
    select created_at, id, 1, domain_id, created_at, 'info', 'done' from runs`;
  await sql`insert into issues (run_created_at, run_id, seq, domain_id, severity, code, message)
    select created_at, id, 1, domain_id, 'refused', 'x', 'x' from runs where id % 10 = 0`;
  await sql`insert into refused_rows (run_created_at, run_id, seq, domain_id, row_number, cells, reason)
    select created_at, id, 1, domain_id, 2, '{a}', 'x' from runs where id % 100 = 0`;
  await sql`insert into attempts (run_id, claim, attempt, domain_id, worker_name, started_at)
    select id, 1, 1, domain_id, 'one', created_at from runs`;
  await sql`analyze`;
  await expectKept();
  return planted;
}
