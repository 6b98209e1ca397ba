import { and, desc, inArray, lt, sql, type SQL } from "drizzle-orm";
import { runs } from "#drizzle/schema/runs.ts";
import { dueTimes } from "#drizzle/schema/schedules.ts";
import type { Tx } from "../platform/db.ts";
import { RUN_STATUSES, type RunStatus } from "../runs/status.ts";
import { NOT_STARTED, type ExecutionFilters, type NotStarted } from "./executions-input.ts";
import { OUTCOMES } from "./executions-matching.ts";
import type { DueOutcome } from "./status.ts";

/** Rows of a page; one more is read, to know of the next. */
export const PAGE = 30;
/** Counts stop here, and so does the looking for words. */
export const EXECUTIONS_CAP = 10_000;

/** A due time for which no run was started, or several of the same fate in a row. Times are ISO strings. */
export type DueTime = {
  dueAt: string;
  throughAt: string | null;
  outcome: DueOutcome;
  policy: string | null;
};

type StatusCounts = Partial<Record<RunStatus, number>>;

/** A run by its number or a due time, and where it stands in the list. */
export type Found = {
  /** Milliseconds since 1970. */
  at: number;
  run?: number;
  due?: DueTime;
};

/** A page of the schedule's runs, newest first, and one more where there are more; with the page's own statuses and place. */
export async function findRuns(tx: Tx, ofRuns: SQL, filters: ExecutionFilters): Promise<Found[]> {
  const onPage = pageOf(filters);
  if (!onPage) return [];
  const rows = await tx
    .select({ id: runs.id, at: runs.createdAt })
    .from(runs)
    .where(and(ofRuns, onPage))
    .orderBy(desc(runs.id))
    .limit(PAGE + 1);
  return rows.map((row): Found => ({ at: row.at.getTime(), run: row.id }));
}

/** Where a run has to be to stand on the page; undefined where none is asked for. */
function pageOf({ status, before }: ExecutionFilters): SQL | undefined {
  const wanted = RUN_STATUSES.filter((each) => status.includes(each));
  if (status.length > 0 && wanted.length === 0) return undefined;
  return and(
    sql`true`,
    wanted.length > 0 ? inArray(runs.status, wanted) : undefined,
    before?.run ? lt(runs.id, before.run) : undefined,
  );
}

type Searched = { page: Array<[id: number, at: number]>; counts: StatusCounts };

/** Page and counts from one look through the newest: no index holds what runs said. */
export async function searchRuns(
  tx: Tx,
  { ofRuns, words }: { ofRuns: SQL; words: SQL },
  filters: ExecutionFilters,
): Promise<{ page: Found[]; counts: StatusCounts }> {
  const [row] = await tx.execute<Searched>(sql`
    with found as materialized (
      select id, created_at, status from (${newest(ofRuns)}) as runs where ${words}
    ), counted as (select status, count(*) as n from found group by status),
    page as (select id, created_at from found as runs where ${pageOf(filters) ?? sql`false`} order by id desc limit ${PAGE + 1})
    select (select coalesce(json_object_agg(status, n), '{}') from counted) as counts,
      (select coalesce(json_agg(json_build_array(id, floor(extract(epoch from created_at) * 1000))), '[]') from page) as page`);
  const { page, counts } = row ?? { page: [], counts: {} };
  return { page: page.map(([run, at]): Found => ({ at, run })), counts };
}

/** More of one job are not kept for long. */
const newest = (ofRuns: SQL) =>
  sql`select * from ${runs} where ${ofRuns} order by ${runs.id} desc limit ${EXECUTIONS_CAP}`;

/** The same of due times without a run. */
export async function findDue(
  tx: Tx,
  where: SQL,
  { status, before }: ExecutionFilters,
): Promise<Found[]> {
  const asked = NOT_STARTED.filter((each) => status.includes(each));
  if (status.length > 0 && asked.length === 0) return [];
  const shown = asked.length > 0 ? asked : (["skipped", "missed"] as const);
  const wanted = shown.flatMap((each) => OUTCOMES[each]);
  const rows = await tx
    .select()
    .from(dueTimes)
    .where(
      and(
        where,
        inArray(dueTimes.outcome, wanted),
        before?.due ? lt(dueTimes.dueAt, new Date(before.due)) : undefined,
      ),
    )
    .orderBy(desc(dueTimes.dueAt))
    .limit(PAGE + 1);
  return rows.map(({ dueAt, throughAt, outcome, policy }) => ({
    at: dueAt.getTime(),
    due: {
      dueAt: dueAt.toISOString(),
      throughAt: throughAt?.toISOString() ?? null,
      outcome,
      policy,
    },
  }));
}

/** Of the newest runs, whatever statuses the page shows. */
export async function countRuns(tx: Tx, ofRuns: SQL): Promise<StatusCounts> {
  const rows = await tx.execute<{ status: RunStatus; found: string }>(
    sql`select status, count(*) as found from (${newest(ofRuns)}) as runs group by status`,
  );
  return Object.fromEntries([...rows].map(({ status, found }) => [status, Number(found)]));
}

/** How many due times came to each of these ends; up to the cap. */
export async function countDue(tx: Tx, ofDue: SQL): Promise<Record<NotStarted, number>> {
  const rows = await tx.execute<{ outcome: DueOutcome; found: string }>(
    sql`select outcome, count(*) as found from (
      select ${dueTimes.outcome} from ${dueTimes} where ${ofDue} limit ${EXECUTIONS_CAP}) as capped group by outcome`,
  );
  const counted = NOT_STARTED.map((each) => {
    const own = [...rows].filter(({ outcome }) => OUTCOMES[each].includes(outcome));
    return [each, own.reduce((sum, { found }) => sum + Number(found), 0)] as const;
  });
  return Object.fromEntries(counted) as Record<NotStarted, number>;
}
