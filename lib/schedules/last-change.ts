import { and, desc, eq, inArray } from "drizzle-orm";
import { auditEntries } from "#drizzle/schema/data.ts";
import type { Tx } from "../platform/db.ts";

const WHAT = {
  "schedule.plan": "the plan",
  "schedule.report": "the report",
  "schedule.pause": "paused it",
  "schedule.resume": "resumed it",
} as const;

export type LastChange = {
  at: Date;
  by: string;
  action: keyof typeof WHAT;
  /** For a sentence about it: "the plan", "paused it". */
  what: string;
};

/** The newest change of a schedule by anybody, the scheduler included, as the audit log has it. */
export async function lastChangeOf(tx: Tx, scheduleId: string): Promise<LastChange | null> {
  const actions = Object.keys(WHAT) as Array<keyof typeof WHAT>;
  const [entry] = await tx
    .select({ at: auditEntries.at, by: auditEntries.actorName, action: auditEntries.action })
    .from(auditEntries)
    .where(
      and(
        eq(auditEntries.objectType, "schedule"),
        eq(auditEntries.objectId, scheduleId),
        inArray(auditEntries.action, actions),
      ),
    )
    .orderBy(desc(auditEntries.id))
    .limit(1);
  if (!entry) return null;
  const action = entry.action as keyof typeof WHAT;
  return { ...entry, action, what: WHAT[action] };
}
