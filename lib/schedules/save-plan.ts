import { and, eq } from "drizzle-orm";
import { schedules } from "#drizzle/schema/schedules.ts";
import { write } from "../access/transact.ts";
import type { Viewer } from "../access/viewer.ts";
import { recordAudit } from "../audit/record.ts";
import { findJobType } from "../job-types/find.ts";
import { now } from "../platform/clock.ts";
import type { Tx } from "../platform/db.ts";
import { invalid } from "../text/refusal.ts";
import { lockForEdit } from "./access.ts";
import { passOver } from "./pass-over.ts";
import { planRecord } from "./plan-record.ts";
import { nextTime } from "./recurrence.ts";
import { refuseOutdated } from "./refuse-outdated.ts";
import { planFrom } from "./rule.ts";
import type { SavePlan } from "./save-plan-input.ts";
import type { StoredSchedule } from "./stored.ts";
import { zoneOfPlace } from "./zone-of-place.ts";

export type SavedPlan = {
  version: number;
  /** Null: starts by hand only. */
  nextRunAt: Date | null;
};

/**
 * Changes how a job is planned. Counts from now: nothing runs before the new plan's next time. What the form says of a person's
 * plan is kept while the planning is automatic or disabled.
 * Throws Refusal `not-found`, `forbidden`, `conflict` (somebody changed it meanwhile), `invalid` (a plan that never comes due).
 */
export async function savePlan(viewer: Viewer, input: SavePlan): Promise<SavedPlan> {
  return await write(viewer, async (tx) => {
    const row = await lockForEdit(tx, viewer, input.scheduleId);
    await refuseOutdated(tx, viewer, row, input.version);
    const at = await now(tx);
    refuseImpossible(row, input, at);
    await passOver(tx, row, at, { outcome: "missed", policy: "plan-changed" });
    const plan = await planOf(tx, row, input);
    const change = {
      ...plan,
      ...planFrom({ jobType: row.jobType, ...plan }, at),
      version: row.version + 1,
      changedAt: at,
      changedBy: viewer.name,
      previous: planRecord(row),
    };
    await tx
      .update(schedules)
      .set(change)
      .where(and(eq(schedules.id, row.id), eq(schedules.version, row.version)));
    await audit(tx, viewer, row, { ...row, ...plan });
    return { version: change.version, nextRunAt: change.nextRunAt };
  });
}

/** An automatic plan follows its domain's clock. */
async function planOf(tx: Tx, row: StoredSchedule, input: SavePlan) {
  const { planning, overlap, missed, pauseAfterFailures } = input;
  const timeZone = planning === "automatic" ? await zoneOfPlace(tx, row.domainId) : input.timeZone;
  const recurrence = input.recurrence ?? row.recurrence;
  return { planning, recurrence, timeZone, overlap, missed, pauseAfterFailures };
}

function refuseImpossible(row: StoredSchedule, input: SavePlan, at: Date): void {
  const { recurrence, timeZone, overlap } = input;
  if (recurrence && !nextTime(recurrence, timeZone, at)) {
    const field = recurrence.repeat === "cron" ? "expression" : "repeat";
    throw invalid("This plan never comes due.", { [field]: "No day fits this." });
  }
  if (overlap === "queue-one" && findJobType(row.jobType).concurrencyPerDomain > 1)
    throw invalid("This job can't be planned like that.", {
      overlap: "Runs of this job may go side by side, so one that is queued would not wait.",
    });
}

async function audit(
  tx: Tx,
  viewer: Viewer,
  before: StoredSchedule,
  after: StoredSchedule,
): Promise<void> {
  await recordAudit(tx, viewer, {
    action: "schedule.plan",
    objectType: "schedule",
    objectId: before.id,
    domainId: before.domainId,
    before: planRecord(before),
    after: planRecord(after),
  });
}
