import type postgres from "postgres";

/** How long the history reaches back at the full number of runs. */
export const HISTORY_DAYS = 425;
export const FULL_COUNT = 1_000_000;
/** The newest runs are under way; their number does not grow with the history. */
const LIVE = 200;

/** Partitions that the product would have made month by month. */
export async function makeMonths(sql: postgres.Sql): Promise<void> {
  await sql.unsafe(`do $$
    declare parent text; month timestamp;
    begin
      foreach parent in array array['log_lines', 'issues', 'refused_rows'] loop
        for i in 1 .. 15 loop
          month := date_trunc('month', now() at time zone 'UTC') - make_interval(months => i);
          execute format('create table if not exists public.%I partition of public.%I for values from (%L) to (%L)',
            parent || '_' || to_char(month, 'YYYY_MM'), parent, month at time zone 'UTC', (month + interval '1 month') at time zone 'UTC');
        end loop;
      end loop;
    end $$`);
}

/**
 * The newest `count` of a million runs: a small database is the large one's last hours, with as many runs an hour. Big domains have
 * more than small ones; one in five is an import that a person or a program started, the others belong to schedules.
 */
export async function makeRuns(sql: postgres.Sql, count: number): Promise<void> {
  await sql.unsafe(`
    insert into workers (id, name, host, pid, version, state, slots, job_types, started_at, heartbeat_at)
    select gen_random_uuid(), 'worker one', 'here', 1, '0.1.0', 'alive', 40, array_agg(name), now(), now() + interval '1 day' from job_types`);
  await sql.unsafe(`
    insert into runs (id, created_at, job_type, title, domain_id, status, trigger, started_by, parameters, input_hash, schedule_id, due_at,
      start_at, queued_at, started_at, ended_at, updated_at, updated_by, attempt, claim, worker_id, step_position, step_count, progress_done,
      progress_total, warning_count, issue_count, log_seq, message, error_code, error_message, has_results)
    overriding system value
    ${RUNS.replace("$from", String(FULL_COUNT - count)).replaceAll("$full", String(FULL_COUNT))}`);
  await sql.unsafe(`select setval(pg_get_serial_sequence('runs', 'id'), ${FULL_COUNT})`);
}

const NUMBERS = `
  select n, now() - make_interval(secs => ${HISTORY_DAYS} * 86400.0 * ($full - n) / $full) as at, n > $full - ${LIVE} as live,
    least(49, floor(50 * power(bench.dice(n, 1), 2)))::int as d, bench.dice(n, 2) as kind, bench.dice(n, 3) as outcome,
    bench.dice(n, 4) as lines, bench.dice(n, 5) as issues, bench.dice(n, 6) as word, bench.dice(n, 7) as who
  from generate_series($from + 1, $full) n`;

const TYPED = `
  select *, case when kind < 0.2 then 'product-import' when kind < 0.4 then 'stock-level-check' when kind < 0.6 then 'nightly-product-export'
      when kind < 0.75 then 'completeness-calculation' when kind < 0.88 then 'location-consistency-check' when kind < 0.98 then 'morning-digest'
      when kind < 0.99 then 'statistics-refresh' else 'session-clean-up' end as type,
    case when kind >= 0.2 then case when kind - floor(kind * 50) / 50 < 0.002 then 'person' else 'schedule' end
      when who < 0.7 then 'person' when who < 0.95 then 'api' else 'run' end as trigger,
    case when live then (array['running', 'queued', 'queued', 'deferred', 'queued'])[1 + n % 5]
      when outcome < 0.84 then 'completed' when outcome < 0.92 then 'completed-with-warnings' when outcome < 0.965 then 'failed'
      when outcome < 0.98 then 'stopped' when outcome < 0.995 then 'cancelled' else 'settled' end as status,
    -- Once in fifty thousand runs a log of 100,000 lines; twenty in the mean.
    case when n % 50000 = 49000 or n = $full - 500 then 100000 when lines < 0.6 then 6 when lines < 0.9 then 16 when lines < 0.99 then 64 else 380 end as line_count,
    case when n % 50000 = 49000 or n = $full - 500 then 50000 when kind >= 0.2 or issues < 0.25 then 0 when issues < 0.75 then 8
      when issues < 0.97 then 40 else 240 end as issue_count
  from (${NUMBERS}) numbers`;

const RUNS = `
  select n, at, type,
    case when type <> 'product-import' then type when n % 100000 = 77 then 'zebra-' || n || '.csv' else
      (array['products', 'prices', 'stock', 'spring collection', 'returns', 'suppliers', 'catalogue update', 'winter sale'])[1 + floor(word * 8)::int]
      || '-' || to_char(at, 'YYYY-MM-DD') || '-' || floor(who * 1000)::int || case when word > 0.5 then '.csv' else '.xlsx' end end,
    case when kind < 0.98 then bench.domain(d) end, status, trigger,
    case when trigger in ('person', 'api') then case when kind < 0.98 then bench.person(d, 1 + floor(word * 4)::int) else bench.person(0, 0) end end,
    '{}'::jsonb, md5(n::text), case when trigger = 'schedule' then s.id end, case when trigger = 'schedule' then at end,
    case when status = 'deferred' then now() + make_interval(mins => (n % 1000)::int) end, at,
    case when status not in ('queued', 'deferred', 'cancelled') then at + interval '1 second' end,
    case when not live then at + make_interval(secs => 2 + lines * 300) end, at + interval '5 minutes', 'worker one',
    case when status in ('queued', 'deferred', 'cancelled') then 0 else 1 end, case when status in ('queued', 'deferred', 'cancelled') then 0 else 1 end,
    case when status = 'running' then w.id end, 2, 2, case when live then 400 else 1000 end, 1000,
    case when status = 'completed-with-warnings' then 3 else 0 end, case when live then 0 else t.issue_count end,
    case when live then 0 else line_count end, case when live then null else line_count || ' lines written' end,
    case when status = 'failed' then (array['handler-error', 'timeout', 'file-unreadable'])[1 + n % 3] end,
    case when status = 'failed' then 'The connection was closed by the other side.' end, type = 'nightly-product-export' and not live
  from (${TYPED}) t left join schedules s on s.job_type = t.type and s.domain_id is not distinct from case when kind < 0.98 then bench.domain(d) end
    cross join (select id from workers limit 1) w order by n`;
