import { and, asc, eq, gt, inArray, lte, or, isNull, sql, type SQL } from "drizzle-orm";
import { domains } from "#drizzle/schema/people.ts";
import { runs } from "#drizzle/schema/runs.ts";
import { schedules } from "#drizzle/schema/schedules.ts";
import { read } from "../access/transact.ts";
import type { Viewer } from "../access/viewer.ts";
import { now } from "../platform/clock.ts";
import type { Tx } from "../platform/db.ts";
import { NO_FILTERS } from "../runs/list-input.ts";
import { matching } from "../runs/matching.ts";
import { usualKey, usualOf } from "../runs/usual.ts";
import { dueAhead } from "./due-ahead.ts";
import { joinedFor, matchingSchedules } from "./matching.ts";
import { NO_SCHEDULE_FILTERS } from "./list-input.ts";
import { nextRunOf } from "./row.ts";

/** One line of "What comes next": a schedule's next due time, several of one kind at the same moment, or a run with a start time. */
export type NextStart = {
  at: string;
  title: string;
  /** The one schedule or run; null where it stands for several schedules. */
  scheduleId: string | null;
  runId: number | null;
  /** Schedules that come due together. */
  count: number;
  domain: string | null;
  /** The attempt that is to come, where it is not the first. */
  attempt: number | null;
  failuresInARow: number;
  /** What the clocks do to it. */
  said: string | null;
  usualSeconds: number | null;
};

export type NextStarts = {
  /** Of the next 24 hours, the next first; of a schedule only its next one. */
  starts: NextStart[];
  /** All starts of the next 24 hours. */
  count: number;
};

const STARTS_MAX = 14;
const HOURS = 24;

/** What starts by itself in the next 24 hours; in one domain or all that the viewer sees. */
export function readNextStarts(viewer: Viewer, domain: string | undefined): Promise<NextStarts> {
  return read(viewer, async (tx) => {
    const at = await now(tx);
    const until = new Date(at.getTime() + HOURS * 3_600_000);
    const due = matchingSchedules(viewer, { ...NO_SCHEDULE_FILTERS, domain });
    const waiting = and(
      matching(viewer, { ...NO_FILTERS, domain }),
      eq(runs.status, "deferred"),
      gt(runs.startAt, at),
      lte(runs.startAt, until),
    ) as SQL;
    const ahead = await dueAhead(tx, viewer, due, { from: at, until });
    const dueCount = ahead.reduce((sum, each) => sum + each.scheduleCount * each.times.length, 0);
    const [deferred] = await tx
      .select({ n: sql<number>`count(*)::int` })
      .from(runs)
      .where(waiting);
    const starts = [
      ...(await dueStarts(tx, viewer, due, until)),
      ...(await deferredStarts(tx, waiting)),
    ];
    return {
      starts: starts.toSorted((a, b) => a.at.localeCompare(b.at)).slice(0, STARTS_MAX),
      count: dueCount + (deferred?.n ?? 0),
    };
  });
}

type Together = { id: string; count: number; failures: number };

async function dueStarts(tx: Tx, viewer: Viewer, matchingDue: SQL, until: Date) {
  const notPaused = or(isNull(schedules.pausedAt), lte(schedules.pausedUntil, schedules.nextRunAt));
  const together = await tx.execute<Together>(sql`
    select min(${schedules.id}::text) as id, count(*)::int as count, max(${schedules.failuresInARow})::int as failures
    from ${joinedFor(viewer, NO_SCHEDULE_FILTERS)}
    where ${and(matchingDue, lte(schedules.nextRunAt, until), notPaused)}
    group by ${schedules.nextRunAt}, ${schedules.jobType}
    order by ${schedules.nextRunAt}, ${schedules.jobType} limit ${STARTS_MAX}`);
  return await described(tx, [...together]);
}

async function described(tx: Tx, together: Together[]): Promise<NextStart[]> {
  if (together.length === 0) return [];
  const ids = together.map((each) => each.id);
  const rows = await tx
    .select({ schedule: schedules, domain: domains.name })
    .from(schedules)
    .leftJoin(domains, eq(domains.id, schedules.domainId))
    .where(inArray(schedules.id, ids));
  const byId = new Map(rows.map((row) => [row.schedule.id, row]));
  const usual = await usualOf(
    tx,
    rows.map(({ schedule }) => schedule),
  );
  return together.flatMap(({ id, count, failures }) => {
    const row = byId.get(id);
    const next = row && nextRunOf(row.schedule);
    if (!next) return [];
    return [
      {
        at: next.at,
        title: row.schedule.jobType,
        scheduleId: count === 1 ? id : null,
        runId: null,
        count,
        domain: count === 1 ? (row.domain ?? "Installation") : null,
        attempt: null,
        failuresInARow: failures,
        said: next.said,
        usualSeconds: usual.get(usualKey(row.schedule))?.medianSeconds ?? null,
      },
    ];
  });
}

async function deferredStarts(tx: Tx, waiting: SQL): Promise<NextStart[]> {
  const rows = await tx
    .select({
      run: {
        id: runs.id,
        title: runs.title,
        startAt: runs.startAt,
        attempt: runs.attempt,
        jobType: runs.jobType,
        domainId: runs.domainId,
      },
      domain: domains.name,
    })
    .from(runs)
    .leftJoin(domains, eq(domains.id, runs.domainId))
    .where(waiting)
    .orderBy(asc(runs.startAt))
    .limit(STARTS_MAX);
  const usual = await usualOf(
    tx,
    rows.map(({ run }) => run),
  );
  return rows.map(({ run, domain }) => ({
    at: (run.startAt as Date).toISOString(),
    title: run.title,
    scheduleId: null,
    runId: run.id,
    count: 1,
    domain: domain ?? "Installation",
    attempt: run.attempt > 0 ? run.attempt + 1 : null,
    failuresInARow: 0,
    said: null,
    usualSeconds: usual.get(usualKey(run))?.medianSeconds ?? null,
  }));
}
