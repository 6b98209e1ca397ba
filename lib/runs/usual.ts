import { sql, type SQL } from "drizzle-orm";
import { runs } from "#drizzle/schema/runs.ts";
import type { Tx } from "../platform/db.ts";

/** How long runs of a job type take in a domain, from the newest that ended by themselves. */
export type Usual = { samples: number; medianSeconds: number; p90Seconds: number };

export type UsualKey = { jobType: string; domainId: string | null };

const SAMPLES = 20;

/** Key of the map that `usualOf` answers. */
export const usualKey = ({ jobType, domainId }: UsualKey) =>
  `${jobType} ${domainId ?? "installation"}`;

/**
 * The usual durations of job types in domains; a pair without a finished run is missing. Counts everybody's runs of a domain,
 * for how long a job takes is no secret from those who may start it; row security keeps other domains out.
 */
export async function usualOf(tx: Tx, keys: readonly UsualKey[]): Promise<Map<string, Usual>> {
  const distinct = [...new Map(keys.map((key) => [usualKey(key), key])).values()];
  if (distinct.length === 0) return new Map();
  const ofInstallation = distinct.filter(({ domainId }) => domainId === null);
  const inDomains = distinct.filter(({ domainId }) => domainId !== null);
  const rows = await tx.execute<UsualKey & { seconds: string }>(
    sql`${newest(inDomains, sql`run.domain_id = key.domain_id`)} union all
      ${newest(ofInstallation, sql`run.domain_id is null`)}`,
  );
  const found = Map.groupBy([...rows], usualKey);
  return new Map(
    [...found].map(([key, own]) => [key, summary(own.map(({ seconds }) => Number(seconds)))]),
  );
}

/** One look into an index for each key, all of them with one question. Only with the domain in the order the index serves the installation. */
function newest(keys: readonly UsualKey[], sameDomain: SQL): SQL {
  const rows = keys.map(({ jobType, domainId }) => ({ job_type: jobType, domain_id: domainId }));
  return sql`select key.job_type as "jobType", key.domain_id as "domainId", extract(epoch from run.ended_at - run.started_at) as seconds
    from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) as key (job_type text, domain_id uuid), lateral (
      select run.started_at, run.ended_at from ${runs} run where run.job_type = key.job_type and ${sameDomain}
        and run.status in ('completed', 'completed-with-warnings') and run.started_at is not null and run.ended_at is not null
      order by run.domain_id desc, run.id desc limit ${SAMPLES}) run`;
}

function summary(seconds: number[]): Usual {
  const sorted = seconds.toSorted((a, b) => a - b);
  const at = (share: number) =>
    sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] as number;
  return { samples: sorted.length, medianSeconds: at(0.5), p90Seconds: at(0.9) };
}
