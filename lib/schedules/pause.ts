import { eq, sql } from "drizzle-orm";
import { schedules } from "#drizzle/schema/schedules.ts";
import { systemViewer } from "../access/viewer.ts";
import { recordAudit } from "../audit/record.ts";
import { appNow } from "../platform/clock.ts";
import type { Tx } from "../platform/db.ts";
import { noteAdministrators } from "./note-administrators.ts";

type Paused = { pausedAt: Date | null; pausedUntil: Date | null };

/** Whether a schedule is paused at a moment. */
export const isPaused = ({ pausedAt, pausedUntil }: Paused, at: Date) =>
  pausedAt !== null && (pausedUntil === null || pausedUntil > at);

/** Whether a due time falls into the pause. */
export const fallsIntoPause = ({ pausedAt, pausedUntil }: Paused, due: Date) =>
  pausedAt !== null && pausedAt <= due && (pausedUntil === null || due < pausedUntil);

export const NOT_PAUSED = {
  pausedAt: null,
  pausedUntil: null,
  pausedReason: null,
  pausedBy: null,
} as const;

export const SCHEDULER = systemViewer("scheduler");

type Pausing = { id: string; jobType: string; domainId: string | null };

type Why = {
  /** The run that brought it about. */
  runId?: number;
  /** Nothing says when it would be due. */
  forgetNext?: boolean;
};

/** The scheduler pauses a job until a person resumes it, and tells the administrators. */
export async function pauseByItself(
  tx: Tx,
  schedule: Pausing,
  reason: string,
  { runId, forgetNext = false }: Why = {},
): Promise<void> {
  const by = { pausedAt: appNow, pausedUntil: null, pausedReason: reason, pausedBy: "scheduler" };
  await tx
    .update(schedules)
    .set({
      ...by,
      version: sql`${schedules.version} + 1`,
      ...(forgetNext ? { nextRunAt: null } : {}),
    })
    .where(eq(schedules.id, schedule.id));
  await recordAudit(tx, SCHEDULER, {
    action: "schedule.pause",
    objectType: "schedule",
    objectId: schedule.id,
    domainId: schedule.domainId,
    after: { reason },
  });
  await noteAdministrators(tx, schedule.domainId, {
    runId: runId ?? null,
    outcome: "failed",
    title: `${schedule.jobType} is paused`,
    body: reason,
  });
}
