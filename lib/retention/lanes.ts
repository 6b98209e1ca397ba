import { sql } from "drizzle-orm";
import { read } from "../access/transact.ts";
import type { Viewer } from "../access/viewer.ts";
import type { Tx } from "../platform/db.ts";
import type { RetentionRules } from "./rules.ts";

/** A job with the numbers of the runs that bound what may go. Null: it has not so many. */
export type Lane = {
  jobType: string;
  domainId: string | null;
  newestSuccess: number | null;
  protectedFrom: number | null;
  cappedBelow: number | null;
};

/** Every job that has runs. */
export function retentionLanes(viewer: Viewer, rules: RetentionRules): Promise<Lane[]> {
  return read(viewer, async (tx) => {
    const jobs = await tx.execute<Pick<Lane, "jobType" | "domainId">>(sql`
      select job_type as "jobType", domain_id as "domainId" from runs group by 1, 2`);
    const lanes: Lane[] = [];
    for (const job of jobs) lanes.push({ ...job, ...(await boundsOf(tx, job, rules)) });
    return lanes;
  });
}

async function boundsOf(
  tx: Tx,
  { jobType, domainId }: Pick<Lane, "jobType" | "domainId">,
  { keepNewest, keepAtMost }: RetentionRules,
): Promise<Pick<Lane, "newestSuccess" | "protectedFrom" | "cappedBelow">> {
  const here = sql`job_type = ${jobType} and ${domainId ? sql`domain_id = ${domainId}` : sql`domain_id is null`}`;
  const ended = sql`status in ('completed', 'completed-with-warnings', 'failed', 'stopped', 'cancelled', 'settled')`;
  const nth = (count: number) =>
    sql`(select id from runs where ${here} and ${ended} order by id desc offset ${count - 1} limit 1)::float8`;
  const [row] = await tx.execute<Awaited<ReturnType<typeof boundsOf>>>(sql`
    select (select id from runs where ${here} and status in ('completed', 'completed-with-warnings')
        order by id desc limit 1)::float8 as "newestSuccess",
      ${nth(keepNewest)} as "protectedFrom", ${nth(keepAtMost)} as "cappedBelow"`);
  return row as Awaited<ReturnType<typeof boundsOf>>;
}

/** The jobs as a relation `l` for statements. */
export const lanesAs = (lanes: readonly Lane[]) => {
  const rows = lanes.map(({ jobType, domainId, newestSuccess, protectedFrom, cappedBelow }) => ({
    job_type: jobType,
    domain_id: domainId,
    newest_success: newestSuccess,
    protected_from: protectedFrom,
    capped_below: cappedBelow,
  }));
  return sql`jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) as l (job_type text, domain_id uuid,
    newest_success bigint, protected_from bigint, capped_below bigint)`;
};
