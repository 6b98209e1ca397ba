import { sql, type SQL } from "drizzle-orm";
import { runs } from "#drizzle/schema/runs.ts";
import { dueTimes, schedules } from "#drizzle/schema/schedules.ts";
import { visibleTo } from "../access/visible.ts";
import type { Viewer } from "../access/viewer.ts";
import type { Trouble } from "./upcoming-input.ts";

/** The where-clause of schedules of which a due time since `from` ended so. */
export function withTrouble(viewer: Viewer, trouble: Trouble, from: Date): SQL {
  return sql`exists (select from ${dueTimes} left join ${runs} on ${runs.id} = ${dueTimes.runId} and ${visibleTo(viewer, runs)}
    where ${dueTimes.scheduleId} = ${schedules.id} and ${dueTimes.dueAt} >= ${from.toISOString()}::timestamptz and ${ENDED[trouble]})`;
}

const ENDED: Record<Trouble, SQL> = {
  failed: sql`${dueTimes.outcome} in ('started', 'late') and ${runs.status} in ('failed', 'interrupted')`,
  missed: sql`${dueTimes.outcome} = 'missed'`,
  late: sql`${dueTimes.outcome} = 'late'`,
  skipped: sql`${dueTimes.outcome} in ('skipped-running', 'skipped-paused')`,
};
