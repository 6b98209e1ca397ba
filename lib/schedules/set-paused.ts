import { eq } from "drizzle-orm";
import { schedules } from "#drizzle/schema/schedules.ts";
import { write } from "../access/transact.ts";
import type { Viewer } from "../access/viewer.ts";
import { recordAudit } from "../audit/record.ts";
import { now } from "../platform/clock.ts";
import type { Tx } from "../platform/db.ts";
import { conflict, invalid } from "../text/refusal.ts";
import { lockForEdit } from "./access.ts";
import { passOver } from "./pass-over.ts";
import { isPaused, NOT_PAUSED } from "./pause.ts";
import { refuseOutdated } from "./refuse-outdated.ts";
import { planFrom } from "./rule.ts";
import type { Pause } from "./save-plan-input.ts";
import type { StoredSchedule } from "./stored.ts";
import { momentOf } from "./zone-clock.ts";

export type Resume = { scheduleId: string; version: number };

/** `paused` null: it goes on. */
export type PausedSet = { version: number; pausedUntil: Date | null; nextRunAt: Date | null };

/**
 * Pauses a schedule with a reason, until a day of its own zone or until it is resumed. Its due times go on being recorded, as
 * skipped. Throws Refusal `not-found`, `forbidden`, `conflict` (changed meanwhile), `invalid` (a day that is over).
 */
export async function pauseSchedule(viewer: Viewer, input: Pause): Promise<PausedSet> {
  return await write(viewer, async (tx) => {
    const row = await lockForEdit(tx, viewer, input.scheduleId);
    await refuseOutdated(tx, viewer, row, input.version);
    const at = await now(tx);
    const pausedUntil = untilOf(row, input.until);
    if (pausedUntil && pausedUntil <= at)
      throw invalid("This day is over.", { until: "Choose a day that is still to come." });
    const { reason } = input;
    const pause = { pausedAt: at, pausedUntil, pausedReason: reason, pausedBy: viewer.name };
    await change(tx, row, pause);
    await audit(tx, viewer, row, "schedule.pause", {
      until: pausedUntil?.toISOString() ?? null,
      reason,
    });
    return { version: row.version + 1, pausedUntil, nextRunAt: row.nextRunAt };
  });
}

/**
 * Lets a paused schedule go on from now; its failures are counted anew.
 * Throws Refusal `not-found`, `forbidden`, `conflict` (it is not paused, or changed meanwhile).
 */
export async function resumeSchedule(viewer: Viewer, input: Resume): Promise<PausedSet> {
  return await write(viewer, async (tx) => {
    const row = await lockForEdit(tx, viewer, input.scheduleId);
    const at = await now(tx);
    if (!isPaused(row, at)) throw conflict(`${row.jobType} is not paused.`);
    await refuseOutdated(tx, viewer, row, input.version);
    await passOver(tx, row, at, { outcome: "skipped-paused" });
    const plan = planFrom(row, at);
    await change(tx, row, { ...NOT_PAUSED, ...plan, failuresInARow: 0 });
    await audit(tx, viewer, row, "schedule.resume", {});
    return { version: row.version + 1, pausedUntil: null, nextRunAt: plan.nextRunAt };
  });
}

/** A day alone ends the pause at its beginning. */
function untilOf(row: StoredSchedule, until: string | undefined): Date | null {
  if (!until) return null;
  const wall = Date.parse(`${until.length === 10 ? `${until}T00:00` : until}:00Z`);
  return new Date(momentOf(row.timeZone, wall).at);
}

async function change(
  tx: Tx,
  row: StoredSchedule,
  set: Partial<typeof schedules.$inferInsert>,
): Promise<void> {
  await tx
    .update(schedules)
    .set({ ...set, version: row.version + 1 })
    .where(eq(schedules.id, row.id));
}

async function audit(
  tx: Tx,
  viewer: Viewer,
  row: StoredSchedule,
  action: string,
  after: Record<string, unknown>,
): Promise<void> {
  const before = {
    paused: row.pausedAt !== null,
    until: row.pausedUntil?.toISOString() ?? null,
    reason: row.pausedReason,
  };
  const { id: objectId, domainId } = row;
  await recordAudit(tx, viewer, {
    action,
    objectType: "schedule",
    objectId,
    domainId,
    before,
    after,
  });
}
