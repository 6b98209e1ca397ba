import { and, desc, inArray, sql, type SQL } from "drizzle-orm";
import { runs } from "#drizzle/schema/runs.ts";
import type { Viewer } from "../access/viewer.ts";
import { appNow } from "../platform/clock.ts";
import type { Tx } from "../platform/db.ts";
import { readRows, type RunRow } from "./row.ts";

/** The newest problem of a job, and how often it had one in the past 24 hours. */
export type Problem = { run: RunRow; times: number };

/** What a person should look at; a run that somebody stopped or settled is nobody's surprise. */
export const PROBLEM_STATUSES = ["failed", "interrupted", "completed-with-warnings"] as const;

const LOOKED_AT_MAX = 200;
const SHOWN_MAX = 8;

/**
 * The problems of the past 24 hours, one per job (type, domain and title), newest first, failures before warnings. One that a
 * later run of the same job, or a run that continues it, has mended is not told any more.
 */
export async function readProblems(tx: Tx, viewer: Viewer, visible: SQL): Promise<Problem[]> {
  const found = await tx
    .select({
      id: runs.id,
      jobType: runs.jobType,
      domainId: runs.domainId,
      title: runs.title,
      status: runs.status,
    })
    .from(runs)
    .where(
      and(
        visible,
        inArray(runs.status, [...PROBLEM_STATUSES]),
        sql`${runs.createdAt} >= ${appNow} - interval '24 hours'`,
        sql`not ${repeated}`,
        sql`not ${continued}`,
      ),
    )
    .orderBy(desc(runs.id))
    .limit(LOOKED_AT_MAX);
  const jobs = [
    ...Map.groupBy(found, ({ jobType, domainId, title }) =>
      JSON.stringify([jobType, domainId, title]),
    ).values(),
  ];
  const newest = jobs.flatMap((job) =>
    job[0]
      ? { id: job[0].id, times: job.length, warns: job[0].status === "completed-with-warnings" }
      : [],
  );
  const shown = newest.toSorted((a, b) => Number(a.warns) - Number(b.warns)).slice(0, SHOWN_MAX);
  const rows = new Map(
    (
      await readRows(
        tx,
        viewer,
        shown.map(({ id }) => id),
      )
    ).map((run) => [run.id, run]),
  );
  return shown.flatMap(({ id, times }) => {
    const run = rows.get(id);
    return run ? { run, times } : [];
  });
}

const well = sql.raw("later.status in ('completed', 'settled')");
const repeated = sql`exists (select 1 from ${runs} later where later.job_type = ${runs.jobType} and later.id > ${runs.id}
  and later.domain_id is not distinct from ${runs.domainId} and later.title = ${runs.title} and ${well})`;
const continued = sql`exists (select 1 from ${runs} later where later.continues_run_id = ${runs.id} and ${well})`;
