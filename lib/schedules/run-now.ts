import { eq, inArray } from "drizzle-orm";
import { domains, users } from "#drizzle/schema/people.ts";
import { read, write } from "../access/transact.ts";
import type { Viewer } from "../access/viewer.ts";
import { findJobType } from "../job-types/find.ts";
import { now } from "../platform/clock.ts";
import type { Tx } from "../platform/db.ts";
import { authorise, startRunWithin } from "../runs/start.ts";
import type { RunStatus } from "../runs/status.ts";
import { invalid } from "../text/refusal.ts";
import { loadSchedule, lockSchedule } from "./access.ts";
import { aliveRuns, type AliveRun } from "./alive.ts";
import type { RunNow } from "./run-now-input.ts";
import type { StoredSchedule } from "./stored.ts";

export type NamedRun = {
  scheduleId: string;
  identifier: string;
  /** A domain's name, or "Installation". */
  place: string;
  runId: number;
};

/** One that was under way already: not started twice. */
export type RunningRun = NamedRun & {
  status: RunStatus;
  /** Since it runs, or since it waits. */
  since: Date;
  /** A person's name, or "the schedule". */
  by: string;
};

export type RunNowAnswer = { started: NamedRun[]; running: RunningRun[] };

/**
 * Starts a run of each schedule in the viewer's name, also of disabled and paused ones; with `startAt` a deferred run each, which a
 * run that is under way does not hinder. Nothing is started when one of them may not be.
 * Throws Refusal `not-found` (one that the viewer may not see), `forbidden`, `invalid` (a time that is over).
 */
export async function runNow(
  viewer: Viewer,
  { scheduleIds, startAt }: RunNow,
): Promise<RunNowAnswer> {
  const places = await read(viewer, (tx) => permit(tx, viewer, scheduleIds, startAt));
  const answer: RunNowAnswer = { started: [], running: [] };
  for (const id of scheduleIds) {
    const named = { scheduleId: id, place: places.get(id) ?? "Installation" };
    const one = await write(viewer, (tx) => startOne(tx, viewer, named, startAt));
    if ("since" in one) answer.running.push(one);
    else answer.started.push(one);
  }
  return answer;
}

/** Answers where each of them is. */
async function permit(tx: Tx, viewer: Viewer, ids: string[], startAt: Date | undefined) {
  const rows: StoredSchedule[] = [];
  for (const id of ids) rows.push(await loadSchedule(tx, viewer, id));
  for (const row of rows) authorise(viewer, findJobType(row.jobType), row.domainId);
  if (startAt && startAt <= (await now(tx)))
    throw invalid("This time is over.", { startAt: "Choose a time that is still to come." });
  const domainIds = rows.flatMap((row) => row.domainId ?? []);
  const named = await tx
    .select({ id: domains.id, name: domains.name })
    .from(domains)
    .where(inArray(domains.id, domainIds));
  const names = new Map(named.map((domain) => [domain.id, domain.name]));
  return new Map(rows.map((row) => [row.id, row.domainId && names.get(row.domainId)]));
}

async function startOne(
  tx: Tx,
  viewer: Viewer,
  { scheduleId, place }: { scheduleId: string; place: string },
  startAt: Date | undefined,
): Promise<NamedRun | RunningRun> {
  const schedule = await lockSchedule(tx, viewer, scheduleId);
  const named = { scheduleId, identifier: schedule.jobType, place };
  const [alive] = startAt ? [] : ((await aliveRuns(tx, [scheduleId])).get(scheduleId) ?? []);
  if (!alive) return { ...named, runId: await start(tx, viewer, schedule, startAt) };
  const { id: runId, status, startedAt, createdAt } = alive;
  return { ...named, runId, status, since: startedAt ?? createdAt, by: await starterOf(tx, alive) };
}

/** A deferred run carries no overlap key: until its time has come it stands in nobody's way. */
async function start(
  tx: Tx,
  viewer: Viewer,
  schedule: StoredSchedule,
  startAt: Date | undefined,
): Promise<number> {
  const type = findJobType(schedule.jobType);
  authorise(viewer, type, schedule.domainId);
  const { runId } = await startRunWithin(tx, viewer, type, {
    domainId: schedule.domainId,
    title: type.name,
    parameters: type.parameters.parse({}) as Record<string, unknown>,
    trigger: "person",
    scheduleId: schedule.id,
    startAt,
    ...(startAt ? {} : { overlapKey: schedule.id }),
    overlap: "allow",
  });
  return runId;
}

async function starterOf(tx: Tx, { startedBy }: AliveRun): Promise<string> {
  if (!startedBy) return "the schedule";
  const [user] = await tx.select({ name: users.name }).from(users).where(eq(users.id, startedBy));
  return user?.name ?? "somebody";
}
