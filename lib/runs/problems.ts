import { and, desc, gte, inArray, sql, type SQL } from "drizzle-orm";
import { runs } from "#drizzle/schema/runs.ts";
import type { Viewer } from "../access/viewer.ts";
import type { Tx } from "../platform/db.ts";
import { readRows, type RunRow } from "./row.ts";

/** The newest problem of a job, and how often it had one in the past 24 hours. */
export type Problem = { run: RunRow; times: number };

/** What a person should look at; a run that somebody stopped or settled is nobody's surprise. */
export const PROBLEM_STATUSES = ["failed", "interrupted", "completed-with-warnings"] as const;

const LOOKED_AT_MAX = 500;
const SHOWN_MAX = 8;

/**
 * The problems since a moment, one per job (type, domain and title), newest first, failures before warnings. One that a
 * later run of the same job, or a run that continues it, has mended is not told any more.
 */
export async function readProblems(
  tx: Tx,
  viewer: Viewer,
  visible: SQL,
  since: Date,
): Promise<Problem[]> {
  const found = await findProblems(tx, visible, since);
  const standing = found.filter(({ mended }) => !mended);
  const jobs = [...Map.groupBy(standing, keyOf).values()];
  const newest = jobs.flatMap((job) =>
    job[0]
      ? { id: job[0].id, times: job.length, warns: job[0].status === "completed-with-warnings" }
      : [],
  );
  const shown = newest.toSorted((a, b) => Number(a.warns) - Number(b.warns)).slice(0, SHOWN_MAX);
  const ids = shown.map(({ id }) => id);
  const rows = new Map((await readRows(tx, viewer, ids)).map((run) => [run.id, run]));
  return shown.flatMap(({ id, times }) => {
    const run = rows.get(id);
    return run ? { run, times } : [];
  });
}

type Found = {
  id: number;
  jobType: string;
  domainId: string | null;
  title: string;
  status: string;
  mended: boolean;
};

const keyOf = ({ jobType, domainId, title }: Found) => JSON.stringify([jobType, domainId, title]);

/**
 * First which there are, then for each whether it was mended: as one join the planner would compare a day with the whole history.
 */
async function findProblems(tx: Tx, visible: SQL, since: Date): Promise<Found[]> {
  const day = tx
    .select({
      id: runs.id,
      jobType: runs.jobType,
      domainId: runs.domainId,
      title: runs.title,
      status: runs.status,
    })
    .from(runs)
    .where(and(visible, inArray(runs.status, [...PROBLEM_STATUSES]), gte(runs.createdAt, since)))
    .orderBy(desc(runs.id))
    .limit(LOOKED_AT_MAX);
  const rows = await tx.execute<Omit<Found, "jobType" | "domainId" | "id"> & Stored>(sql`
    with day as materialized (${day})
    select day.*, (${repeated(sql`later.domain_id = day.domain_id`)} or ${repeated(sql`day.domain_id is null and later.domain_id is null`)}
      or exists (select 1 from ${runs} later where later.continues_run_id = day.id and ${WELL})) as mended
    from day order by day.id desc`);
  return [...rows].map(({ id, job_type: jobType, domain_id: domainId, ...row }) => {
    return { ...row, id: Number(id), jobType, domainId };
  });
}

type Stored = { id: string; job_type: string; domain_id: string | null };

const WELL = sql.raw("later.status in ('completed', 'settled')");

/** Two of them, for no index serves "is not distinct from". */
const repeated = (
  sameDomain: SQL,
) => sql`exists (select 1 from (select 1 from ${runs} later where later.job_type = day.job_type
  and ${sameDomain} and later.id > day.id and later.title = day.title and ${WELL} limit 1) as found)`;
