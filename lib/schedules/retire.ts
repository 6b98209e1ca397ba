import { and, isNull, not, sql, type SQL } from "drizzle-orm";
import { jobTypes } from "#drizzle/schema/runs.ts";
import { schedules } from "#drizzle/schema/schedules.ts";
import { write } from "../access/transact.ts";
import { systemViewer } from "../access/viewer.ts";
import { knownJobTypes } from "../job-types/find.ts";
import { appNow } from "../platform/clock.ts";
import { livingTypes } from "../workers/living-types.ts";

/**
 * Marks job types that nobody declares any more as retired, and their schedules; what they did stays. A type that another living
 * worker knows is not gone: it may be newer than this one, or be about to end.
 */
export async function retireGone(): Promise<void> {
  await write(systemViewer("sync"), async (tx) => {
    const living = await livingTypes(tx);
    const known = [...knownJobTypes().map((type) => type.name), ...living];
    const planned = knownJobTypes().flatMap((type) => (type.planning ? [type.name] : []));
    await tx
      .update(jobTypes)
      .set({ retiredAt: appNow })
      .where(and(isNull(jobTypes.retiredAt), not(oneOf(jobTypes.name, known))));
    await tx
      .update(schedules)
      .set({ retiredAt: appNow, nextRunAt: null, plannedFrom: null })
      .where(
        and(isNull(schedules.retiredAt), not(oneOf(schedules.jobType, [...planned, ...living]))),
      );
  });
}

const oneOf = (column: typeof jobTypes.name | typeof schedules.jobType, names: string[]): SQL =>
  sql`${column} = any(${sql.param(names)}::text[])`;
