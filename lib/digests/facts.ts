import { sql } from "drizzle-orm";
import { read } from "../access/transact.ts";
import type { Viewer } from "../access/viewer.ts";
import type { RunStatus } from "../runs/status.ts";

export type DigestInput = {
  domainId: string;
  /** How far back it looks. */
  hours: number;
  /** Its own run, which is no news. */
  runId: number;
};

export type ProblemRun = { id: number; title: string; status: RunStatus; message: string | null };

/** What became of a domain's runs and due times lately. */
export type DigestFacts = {
  since: string;
  until: string;
  /** Runs that ended, by status. */
  ended: Partial<Record<RunStatus, number>>;
  /** The newest that failed, were lost, or had warnings; failures first. */
  problems: ProblemRun[];
  running: number;
  waiting: number;
  /** Due times by what became of them. */
  due: Record<string, number>;
  schedules: { planned: number; paused: number };
  next: { jobType: string; at: string } | null;
};

const PROBLEMS_MAX = 10;

export function digestFacts(viewer: Viewer, input: DigestInput): Promise<DigestFacts> {
  const { domainId, hours, runId } = input;
  const since = sql`app_now() - make_interval(hours => ${hours}::int)`;
  const others = sql`domain_id = ${domainId} and id <> ${runId}`;
  const within = sql`${others} and ended_at >= ${since} and ended_at <= app_now()`;
  const bad = sql`status in ('failed', 'interrupted', 'completed-with-warnings')`;
  const own = sql`domain_id = ${domainId} and retired_at is null`;
  const dueNext = sql`${own} and next_run_at is not null`;
  return read(viewer, async (tx) => {
    const [row] = await tx.execute<{ facts: DigestFacts }>(sql`
      select json_build_object('since', ${since}, 'until', app_now(),
        'ended', (select coalesce(json_object_agg(status, n), '{}') from (
          select status, count(*) as n from runs where ${within} group by 1) counted),
        'problems', (select coalesce(json_agg(p), '[]') from (
          select id, title, status, coalesce(error_message, message) as message from runs where ${within} and ${bad}
          order by status = 'completed-with-warnings', id desc limit ${PROBLEMS_MAX}) p),
        'running', (select count(*) from runs where ${others} and status in ('running', 'stopping')),
        'waiting', (select count(*) from runs where ${others} and status in ('queued', 'deferred')),
        'due', (select coalesce(json_object_agg(outcome, n), '{}') from (
          select outcome, count(*) as n from due_times where domain_id = ${domainId} and due_at >= ${since} group by 1) counted),
        'schedules', (select json_build_object('planned', count(next_run_at), 'paused', count(*) filter (
          where paused_at is not null and (paused_until is null or paused_until > app_now()))) from schedules where ${own}),
        'next', (select json_build_object('jobType', job_type, 'at', next_run_at) from schedules where ${dueNext}
          order by next_run_at limit 1)) as facts`);
    return row?.facts as DigestFacts;
  });
}
