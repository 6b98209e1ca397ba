import type postgres from "postgres";

/** What belongs to the runs that are there: steps, attempts, log lines, issues, files, due times, notices, audit entries, mails. */
export async function makeParts(sql: postgres.Sql): Promise<void> {
  for (const statement of SMALL) await sql.unsafe(statement);
  const months = await sql<{ first: string }[]>`
    select distinct to_char(date_trunc('month', created_at at time zone 'UTC'), 'YYYY-MM-DD') as first from runs order by 1`;
  for (const { first } of months)
    for (const statement of LARGE)
      await sql.unsafe(
        statement.replace(
          "$month",
          `created_at >= '${first}'::timestamp at time zone 'UTC' and created_at < ('${first}'::timestamp + interval '1 month') at time zone 'UTC'`,
        ),
      );
}

const ENDED = "status not in ('running', 'queued', 'deferred', 'cancelled')";

const SMALL = [
  `insert into steps (run_id, position, domain_id, name, title, status, started_at, ended_at, progress_done, progress_total, tallies)
    select r.id, p, domain_id, 'step-' || p, 'Step ' || p, case when ${ENDED} then 'completed' else 'waiting' end, started_at, ended_at, 500, 500,
      jsonb_build_object('created', r.id % 700, 'unchanged', r.id % 90)
    from runs r, generate_series(1, 2) p where status <> 'cancelled'`,
  `insert into attempts (run_id, claim, attempt, domain_id, worker_name, started_at, ended_at, outcome, error_code, error_message)
    select id, 1, 1, domain_id, 'worker one', started_at, ended_at, case when ended_at is not null then status end, error_code, error_message
    from runs where attempt > 0`,
  `insert into issue_groups (run_id, code, domain_id, severity, issue_count, columns, sample)
    select id, code, domain_id, 'refused', issue_count / 4, '{name}', 'The value is too long.'
    from runs, unnest('{sku-format,too-long,not-a-number,unknown-family}'::text[]) code where issue_count > 0`,
  `insert into refused_rows (run_created_at, run_id, seq, domain_id, row_number, cells, reason)
    select created_at, id, s, domain_id, s, '{a,b,c}', 'The value is too long.' from runs, generate_series(1, least(issue_count, 20)) s`,
  `insert into files (id, domain_id, kind, run_id, name, content_type, size_bytes, sha256, storage_key, created_at)
    select gen_random_uuid(), domain_id, 'result', id, 'products-' || id || '.csv', 'text/csv', 1000, md5(id::text), id::text, created_at
    from runs where has_results`,
  `insert into due_times (schedule_id, due_at, domain_id, outcome, run_id, decided_at)
    select schedule_id, due_at, domain_id, 'started', id, due_at from runs where schedule_id is not null and created_at > now() - interval '90 days'`,
  `insert into notices (id, user_id, domain_id, run_id, outcome, title, created_at, read_at)
    select gen_random_uuid(), started_by, domain_id, id, status, title, ended_at, case when id < 990000 then ended_at end
    from runs where started_by is not null and ended_at is not null`,
  `insert into audit_entries (at, actor_kind, actor_id, actor_name, action, object_type, object_id, domain_id)
    select created_at, 'person', started_by, 'Somebody', 'run.start', 'run', id::text, domain_id from runs where started_by is not null`,
  `insert into mails (id, domain_id, kind, run_id, schedule_id, recipient, because, subject, message_id, status, created_at)
    select gen_random_uuid(), domain_id, 'report', id, schedule_id, 'a@people.example', 'You asked for it.', title, id::text, 'sent', created_at
    from runs where status = 'failed' and schedule_id is not null`,
];

const LARGE = [
  `insert into log_lines (run_created_at, run_id, seq, domain_id, at, level, step, message)
    select created_at, id, s, domain_id, created_at + make_interval(secs => s * 0.05),
      case when s % 40 = 39 then 'warning' when s % 200 = 100 then 'error' when s % 9 = 8 then 'debug' else 'info' end, 'step-' || (1 + s % 2),
      case when s % 5000 = 4321 then 'the needle lies here, ' else '' end || 'row ' || s || ' of run ' || id || ' was read and compared with what is there'
    from runs, generate_series(1, log_seq) s where $month and log_seq > 0`,
  `insert into issues (run_created_at, run_id, seq, domain_id, severity, code, row_number, column_name, value, message)
    select created_at, id, s, domain_id, 'refused', (array['sku-format', 'too-long', 'not-a-number', 'unknown-family'])[1 + s % 4], s + 1, 'name',
      case when s % 3000 = 2999 then 'needle ' else 'value ' end || s, 'The value is too long.'
    from runs, generate_series(1, issue_count) s where $month and issue_count > 0`,
];
