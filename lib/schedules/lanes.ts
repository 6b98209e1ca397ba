import type { Viewer } from "../access/viewer.ts";
import type { Tx } from "../platform/db.ts";
import { usualKey, usualOf, type Usual } from "../runs/usual.ts";
import { mayOf } from "./access.ts";
import { comingMarks } from "./coming-marks.ts";
import { deferredMarks } from "./deferred-marks.ts";
import type { Mark } from "./mark.ts";
import { pastMarks } from "./past-marks.ts";
import { isPaused } from "./pause.ts";
import type { StoredSchedule } from "./stored.ts";

/** One schedule's due times on the axis. */
export type Lane = {
  scheduleId: string;
  identifier: string;
  /** Null: the installation. */
  domain: { id: string; name: string; timeZone: string } | null;
  timeZone: string;
  mayRun: boolean;
  /** `until` null: until a person resumes it. */
  paused: { until: string | null } | null;
  nextRunAt: string | null;
  /** Oldest first. */
  marks: Mark[];
};

export type LaneSpan = { from: Date; now: Date; until: Date; stepMs: number };

type Found = { schedule: StoredSchedule; name: string | null; domainZone: string | null };

/** Of these schedules, those that have something on the axis. */
export async function lanesOf(
  tx: Tx,
  viewer: Viewer,
  found: readonly Found[],
  span: LaneSpan,
): Promise<Lane[]> {
  const ids = found.map(({ schedule }) => schedule.id);
  const past = await pastMarks(tx, viewer, ids, { ...span, until: span.now });
  const deferred = await deferredMarks(tx, viewer, ids, span);
  const ms = { ...span, now: span.now.getTime(), until: span.until.getTime() };
  const lanes = found.map((each) => {
    const { id } = each.schedule;
    const coming = [...comingMarks(each.schedule, ms), ...(deferred.get(id) ?? [])];
    const marks = [...(past.get(id) ?? []), ...coming.toSorted((a, b) => a.at - b.at)];
    return laneOf(viewer, each, marks, span.now);
  });
  const shown = lanes.filter((lane) => lane.marks.length > 0);
  await tellUsualEnds(tx, shown);
  return shown;
}

function laneOf(
  viewer: Viewer,
  { schedule, name, domainZone }: Found,
  marks: Mark[],
  at: Date,
): Lane {
  const { domainId } = schedule;
  return {
    scheduleId: schedule.id,
    identifier: schedule.jobType,
    domain: domainId
      ? { id: domainId, name: name ?? domainId, timeZone: domainZone ?? "UTC" }
      : null,
    timeZone: schedule.timeZone,
    mayRun: mayOf(viewer, schedule).run,
    paused: isPaused(schedule, at) ? { until: schedule.pausedUntil?.toISOString() ?? null } : null,
    nextRunAt: schedule.nextRunAt?.toISOString() ?? null,
    marks,
  };
}

/** Of more jobs at once nobody asks when each is done, and each is a question to the database. */
const RUNNING_MAX = 20;

async function tellUsualEnds(tx: Tx, lanes: readonly Lane[]): Promise<void> {
  const running = lanes
    .flatMap((lane) => {
      const mark = lane.marks.find(({ kind, startedAt }) => kind === "running" && startedAt);
      return mark ? [{ mark, key: keyOf(lane) }] : [];
    })
    .slice(0, RUNNING_MAX);
  const usual = await usualOf(
    tx,
    running.map(({ key }) => key),
  );
  for (const { mark, key } of running) {
    const known: Usual | undefined = usual.get(usualKey(key));
    if (known) mark.usuallyAt = (mark.startedAt as number) + Math.round(known.medianSeconds * 1000);
  }
}

const keyOf = (lane: Lane) => ({ jobType: lane.identifier, domainId: lane.domain?.id ?? null });
