import { inArray } from "drizzle-orm";
import { domains } from "#drizzle/schema/people.ts";
import { read } from "../access/transact.ts";
import type { Viewer } from "../access/viewer.ts";
import type { Tx } from "../platform/db.ts";
import { decide } from "../runs/may.ts";
import { stopRun } from "../runs/stop.ts";
import { forbidden, isRefusal } from "../text/refusal.ts";
import { loadSchedule } from "./access.ts";
import { aliveRuns, type AliveRun } from "./alive.ts";
import type { NamedRun } from "./run-now.ts";
import type { StoredSchedule } from "./stored.ts";

/** One whose runs were left as they are, and why. */
export type LeftAlone = Omit<NamedRun, "runId"> & { reason: string };

export type StopAnswer = { stopped: NamedRun[]; left: LeftAlone[] };

/**
 * Stops what is under way of each schedule; what waits is cancelled. One that can't be stopped, or has ended meanwhile, is named
 * with the reason. Nothing is stopped when the viewer may not stop in one of their domains.
 * Throws Refusal `not-found` (one that the viewer may not see), `forbidden`.
 */
export async function stopScheduledRuns(
  viewer: Viewer,
  { scheduleIds }: { scheduleIds: string[] },
): Promise<StopAnswer> {
  const found = await read(viewer, (tx) => findAlive(tx, viewer, scheduleIds));
  const answer: StopAnswer = { stopped: [], left: [] };
  for (const { named, alive } of found) {
    if (alive.length === 0) answer.left.push({ ...named, reason: "was not under way" });
    for (const run of alive) {
      const reason = await stopOne(viewer, run.id);
      if (reason === undefined) answer.stopped.push({ ...named, runId: run.id });
      else answer.left.push({ ...named, reason });
    }
  }
  return answer;
}

/** Undefined: it was told to stop. */
async function stopOne(viewer: Viewer, runId: number): Promise<string | undefined> {
  try {
    await stopRun(viewer, { runId });
    return undefined;
  } catch (error) {
    if (isRefusal(error, "conflict")) return error.message;
    // The schedule is seen, but not this run of it.
    if (isRefusal(error, "not-found")) return "is under way for somebody else";
    throw error;
  }
}

type Found = { named: Omit<NamedRun, "runId">; alive: AliveRun[] };

async function findAlive(tx: Tx, viewer: Viewer, ids: string[]): Promise<Found[]> {
  const rows: StoredSchedule[] = [];
  for (const id of ids) rows.push(await loadSchedule(tx, viewer, id));
  for (const { jobType, domainId } of rows) {
    const decision = decide(viewer, { status: "running", jobType, domainId }, "stop");
    if (!decision.allowed && decision.because === "permission") throw forbidden("runs.stop");
  }
  const alive = await aliveRuns(tx, ids);
  const names = await namesOf(tx, rows);
  return rows.map(({ id, jobType, domainId }) => {
    const place = (domainId && names.get(domainId)) || "Installation";
    return { named: { scheduleId: id, identifier: jobType, place }, alive: alive.get(id) ?? [] };
  });
}

async function namesOf(tx: Tx, rows: StoredSchedule[]): Promise<Map<string, string>> {
  const ids = rows.flatMap(({ domainId }) => domainId ?? []);
  const found = await tx
    .select({ id: domains.id, name: domains.name })
    .from(domains)
    .where(inArray(domains.id, ids));
  return new Map(found.map(({ id, name }) => [id, name]));
}
