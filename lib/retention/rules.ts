import { sql, type SQL } from "drizzle-orm";

/** What of a job's finished runs is kept. A job here is a job type in one domain, or in the installation. */
export type RetentionRules = {
  /** Days since the end of those that ended well. */
  keepDays: number;
  /** Days since the end of those with a problem: failed, stopped, with warnings. */
  keepProblemDays: number;
  /** So many of the newest stay, however old they are. */
  keepNewest: number;
  /** Beyond so many the oldest go, however young they are. */
  keepAtMost: number;
};

/**
 * Whether the run `r` may go, by the bounds of its job `l`: it has ended, is not the newest success, is in nobody's quarantine and
 * continued by nothing that still lives, and is too many or too old.
 */
export const purgeable = ({ keepDays, keepProblemDays }: RetentionRules): SQL => sql`(
  r.status in ('completed', 'completed-with-warnings', 'failed', 'stopped', 'cancelled', 'settled')
  and r.id is distinct from l.newest_success and r.quarantined_at is null
  and (r.id < l.capped_below or (r.id < l.protected_from and coalesce(r.ended_at, r.updated_at) < app_now() - make_interval(
    days => case when r.status in ('completed', 'cancelled', 'settled') then ${keepDays}::int else ${keepProblemDays}::int end)))
  and not exists (select 1 from runs c where c.continues_run_id = r.id
    and c.status in ('deferred', 'queued', 'running', 'stopping', 'interrupted')))`;

/** The statuses that a run can have when it goes. */
export const ended = sql`status in ('completed', 'completed-with-warnings', 'failed', 'stopped', 'cancelled', 'settled')`;
