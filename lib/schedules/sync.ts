import { and, eq, inArray, isNotNull, isNull } from "drizzle-orm";
import { schedules } from "#drizzle/schema/schedules.ts";
import { write } from "../access/transact.ts";
import { systemViewer } from "../access/viewer.ts";
import { knownJobTypes } from "../job-types/find.ts";
import { now } from "../platform/clock.ts";
import type { Tx } from "../platform/db.ts";
import { makeSchedules } from "./make.ts";
import { recordDue } from "./record-due.ts";
import { plannedFrom, planFrom } from "./rule.ts";

/**
 * Brings the rows in line with the declarations of this process: new job types and domains get theirs, those that come
 * back are planned again, and automatic plans whose rule has changed get their next time from now. Workers call it at their start.
 */
export async function syncSchedules(): Promise<void> {
  await write(systemViewer("sync"), async (tx) => {
    const names = plannedNames();
    await makeSchedules(tx);
    await bringBack(tx, names);
    await replanChanged(tx, names);
  });
}

const plannedNames = () => knownJobTypes().flatMap((type) => (type.planning ? [type.name] : []));

/** Gives the automatic plans of a domain its time zone, when that was changed. Their next times count from now. */
export async function followDomainZone(tx: Tx, domainId: string, timeZone: string): Promise<void> {
  await tx
    .update(schedules)
    .set({ timeZone })
    .where(and(eq(schedules.domainId, domainId), eq(schedules.planning, "automatic")));
  await replanChanged(tx, plannedNames());
}

async function bringBack(tx: Tx, names: string[]): Promise<void> {
  if (names.length === 0) return;
  await tx
    .update(schedules)
    .set({ retiredAt: null })
    .where(and(inArray(schedules.jobType, names), isNotNull(schedules.retiredAt)));
}

async function replanChanged(tx: Tx, names: string[]): Promise<void> {
  if (names.length === 0) return;
  const at = await now(tx);
  const rows = await tx
    .select()
    .from(schedules)
    .where(and(inArray(schedules.jobType, names), isNull(schedules.retiredAt)));
  for (const row of rows) {
    if (row.plannedFrom === plannedFrom(row)) continue;
    if (row.nextRunAt && row.nextRunAt <= at)
      await recordDue(tx, [{ schedule: row, row: lost(row.nextRunAt, at) }], at);
    await tx.update(schedules).set(planFrom(row, at)).where(eq(schedules.id, row.id));
  }
}

/** The rule by which it had come due is no longer known. */
const lost = (dueAt: Date, throughAt: Date) =>
  ({ dueAt, throughAt, outcome: "missed", policy: "plan-changed" }) as const;
