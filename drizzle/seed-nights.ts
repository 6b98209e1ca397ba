import { and, eq, inArray, isNull, or } from "drizzle-orm";
import { domains } from "#drizzle/schema/people.ts";
import { schedules } from "#drizzle/schema/schedules.ts";
import { read } from "#lib/access/transact.ts";
import type { Viewer } from "#lib/access/viewer.ts";
import { runNow } from "#lib/schedules/run-now.ts";

/** Short ones, of the installation and of one domain, so that the list has something to open from the first minute on. */
const JOBS = ["database-backup", "lost-run-sweep-report", "password-expiry-reminders"];

/** Starts some scheduled jobs as their administrator would. The worker executes them when it starts. */
export async function seedNights(viewer: Viewer): Promise<void> {
  const found = await read(viewer, (tx) =>
    tx
      .select({ id: schedules.id })
      .from(schedules)
      .leftJoin(domains, eq(domains.id, schedules.domainId))
      .where(
        and(
          inArray(schedules.jobType, JOBS),
          or(isNull(schedules.domainId), eq(domains.name, "alpine.example")),
        ),
      ),
  );
  await runNow(viewer, { scheduleIds: found.map(({ id }) => id), startAt: undefined });
}
