import { and, eq, or, sql } from "drizzle-orm";
import { dueTimes } from "#drizzle/schema/schedules.ts";
import { findJobType } from "../job-types/find.ts";
import { now } from "../platform/clock.ts";
import { sqlState, type Tx } from "../platform/db.ts";
import { startRunWithin } from "../runs/start.ts";
import { aliveRuns } from "./alive.ts";
import { holds } from "./conditions.ts";
import { decideDue, type Decided } from "./decide.ts";
import { pauseByItself, SCHEDULER } from "./pause.ts";
import { recordDue } from "./record-due.ts";
import { ruleOf } from "./rule.ts";
import type { StoredSchedule } from "./stored.ts";

type Pair = { schedule: StoredSchedule; decided: Decided };

/**
 * Decides schedules that have come due and whose rows the caller has locked, starts their runs and moves them on: with as many
 * statements for 25 of them as for one, besides those that start the runs. Answers the runs.
 */
export async function decideBatch(tx: Tx, due: StoredSchedule[]): Promise<number[]> {
  const at = await now(tx);
  const pairs = await decideAll(tx, due, at);
  const known = await knownDue(tx, pairs);
  const starting = pairs.filter((pair) => pair.decided.starts && !known.has(keyOf(pair)));
  const runIds = await allOf(starting.map((pair) => start(tx, pair)));
  for (const [index, { decided }] of starting.entries()) decided.last.runId = runIds[index];
  await recordDue(
    tx,
    pairs.flatMap(({ schedule, decided: { passed, last } }) =>
      [...passed, last].map((row) => ({ schedule, row })),
    ),
    at,
  );
  await moveOn(tx, pairs);
  return runIds;
}

async function decideAll(tx: Tx, due: StoredSchedule[], at: Date): Promise<Pair[]> {
  const alive = await aliveRuns(
    tx,
    due.map((schedule) => schedule.id),
  );
  const pairs: Pair[] = [];
  for (const schedule of due) {
    const rule = ruleOf(schedule);
    if (!rule) {
      await pauseByItself(tx, schedule, "It has come due and has no plan.", { forgetNext: true });
      continue;
    }
    const isIdle = rule.onlyWhen ? !(await holds(tx, rule.onlyWhen, schedule)) : false;
    const facts = { rule, alive: alive.get(schedule.id) ?? [], isIdle };
    try {
      pairs.push({ schedule, decided: decideDue(schedule, facts, at) });
    } catch (error) {
      const reason = `Its plan can't be worked out: ${(error as Error).message}`;
      await pauseByItself(tx, schedule, reason, { forgetNext: true });
    }
  }
  return pairs;
}

/** Due times that were decided before the database's clock was set back. */
async function knownDue(tx: Tx, pairs: Pair[]): Promise<Set<string>> {
  if (pairs.length === 0) return new Set();
  const rows = await tx
    .select({ id: dueTimes.scheduleId, dueAt: dueTimes.dueAt })
    .from(dueTimes)
    .where(
      or(
        ...pairs.map(({ schedule, decided }) =>
          and(eq(dueTimes.scheduleId, schedule.id), eq(dueTimes.dueAt, decided.last.dueAt)),
        ),
      ),
    );
  return new Set(rows.map((row) => `${row.id} ${row.dueAt.toISOString()}`));
}

const keyOf = ({ schedule, decided }: Pair) => `${schedule.id} ${decided.last.dueAt.toISOString()}`;

async function start(tx: Tx, { schedule, decided }: Pair): Promise<number> {
  const type = findJobType(schedule.jobType);
  const { runId } = await startRunWithin(tx, SCHEDULER, type, {
    domainId: schedule.domainId,
    title: type.name,
    parameters: type.parameters.parse({}) as Record<string, unknown>,
    trigger: "schedule",
    scheduleId: schedule.id,
    dueAt: decided.last.dueAt,
    overlapKey: schedule.id,
    overlap: "allow",
  });
  return runId;
}

/** Statements of one transaction follow each other without waiting; all are over before an error ends it. */
async function allOf<T>(work: Promise<T>[]): Promise<T[]> {
  const results = await Promise.allSettled(work);
  const errors = results.flatMap((each) => (each.status === "rejected" ? [each.reason] : []));
  if (errors.length === 0) return await Promise.all(work);
  throw errors.find((error) => sqlState(error) !== IN_FAILED_TRANSACTION) ?? errors[0];
}

/** What every other statement says once one has failed. */
const IN_FAILED_TRANSACTION = "25P02";

async function moveOn(tx: Tx, pairs: Pair[]): Promise<void> {
  if (pairs.length === 0) return;
  const moves = pairs.map(({ schedule, decided }) => ({
    id: schedule.id,
    next: decided.nextRunAt,
    planned_from: decided.plannedFrom,
    last: decided.last.dueAt,
    resumed: decided.isResumed,
  }));
  const unlessResumed = (column: string) =>
    sql.raw(`${column} = case when m.resumed then null else s.${column} end`);
  await tx.execute(sql`
    update schedules s set next_run_at = m.next, planned_from = m.planned_from, last_due_at = m.last,
      ${unlessResumed("paused_at")}, ${unlessResumed("paused_until")}, ${unlessResumed("paused_reason")}, ${unlessResumed("paused_by")}
    from jsonb_to_recordset(${JSON.stringify(moves)}::jsonb)
      as m (id uuid, next timestamptz, planned_from text, last timestamptz, resumed boolean)
    where s.id = m.id`);
}
