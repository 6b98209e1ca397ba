import { and, asc, desc, inArray, sql, type SQL } from "drizzle-orm";
import { runs } from "#drizzle/schema/runs.ts";
import { read } from "../access/transact.ts";
import type { Viewer } from "../access/viewer.ts";
import { now } from "../platform/clock.ts";
import type { Tx } from "../platform/db.ts";
import { readDomainDays, type DomainDay } from "./domain-day.ts";
import { NO_FILTERS, type RunFilters } from "./list-input.ts";
import { matching } from "./matching.ts";
import { readProblems, type Problem } from "./problems.ts";
import { countRecent } from "./recent-counts.ts";
import { readRows, type RunRow } from "./row.ts";
import { countRuns, type StatusCounts } from "./status-counts.ts";
import { ACTIVE, WAITING } from "./status.ts";

export type Dashboard = {
  /** The server's clock before the reading. */
  at: string;
  /** Of runs created in the past 24 hours; each stops at the cap. */
  day: StatusCounts;
  /** Per day, from the six days before; null while there is no such history, or so much that it would have to be counted for long. */
  usual: Pick<StatusCounts, "failed" | "completed-with-warnings"> | null;
  running: number;
  waiting: number;
  problems: Problem[];
  /** Running ones first, then those in the queue. */
  now: RunRow[];
  /** The past 24 hours by domain; empty where the viewer sees only one. */
  domainDays: DomainDay[];
  /** The viewer's own, newest first. */
  mine: RunRow[];
  /** Nothing was ever run here. */
  empty: boolean;
};

const NOW_MAX = 12;
const MINE_MAX = 8;

/** What is wrong, what runs and until when, what the viewer did last; in one domain or all that he sees. */
export async function readDashboard(
  viewer: Viewer,
  domain: string | undefined,
): Promise<Dashboard> {
  const filters: RunFilters = { ...NO_FILTERS, domain };
  const [{ day, week }, running, waiting, lists] = await Promise.all([
    countRecent(viewer, filters),
    countRuns(viewer, { ...filters, status: ACTIVE }),
    countRuns(viewer, { ...filters, status: WAITING }),
    readLists(viewer, filters),
  ]);
  const usual = week && usualOf(day, week);
  return { day, usual, running: running.count, waiting: waiting.count, ...lists };
}

function readLists(viewer: Viewer, filters: RunFilters) {
  return read(viewer, async (tx) => {
    const moment = await now(tx);
    const at = moment.toISOString();
    const all = matching(viewer, filters);
    const rowsOf = async (where: SQL, order: SQL[], max: number) =>
      await readRows(tx, viewer, await idsOf(tx, where, order, max));
    const running = and(all, inArray(runs.status, [...ACTIVE, "queued"])) as SQL;
    const queuedLast = sql`case when ${runs.status} = 'queued' then 1 else 0 end`;
    return {
      at,
      problems: await readProblems(tx, viewer, all, dayBefore(moment)),
      domainDays: await readDomainDays(tx, viewer, all, dayBefore(moment)),
      now: await rowsOf(running, [queuedLast, asc(runs.id)], NOW_MAX),
      mine: await rowsOf(matching(viewer, { ...filters, mine: true }), [desc(runs.id)], MINE_MAX),
      empty: (await idsOf(tx, all, [], 1)).length === 0,
    };
  });
}

const dayBefore = (moment: Date) => new Date(moment.getTime() - 24 * 3_600_000);

async function idsOf(tx: Tx, where: SQL, order: SQL[], max: number): Promise<number[]> {
  const rows = await tx
    .select({ id: runs.id })
    .from(runs)
    .where(where)
    .orderBy(...order)
    .limit(max);
  return rows.map((row) => row.id);
}

const DAYS_BEFORE = 6;

function usualOf(day: StatusCounts, week: StatusCounts): Dashboard["usual"] {
  const sum = (counts: StatusCounts) =>
    Object.values(counts).reduce((total, count) => total + count, 0);
  if (sum(week) === sum(day)) return null;
  const perDay = (status: "failed" | "completed-with-warnings") =>
    Math.round((week[status] - day[status]) / DAYS_BEFORE);
  return { failed: perDay("failed"), "completed-with-warnings": perDay("completed-with-warnings") };
}
