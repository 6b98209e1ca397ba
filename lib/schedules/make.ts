import { eq } from "drizzle-orm";
import { domains } from "#drizzle/schema/people.ts";
import { schedules } from "#drizzle/schema/schedules.ts";
import type { JobType } from "../job-types/define.ts";
import { knownJobTypes } from "../job-types/find.ts";
import { appNow, now } from "../platform/clock.ts";
import type { Tx } from "../platform/db.ts";
import { newId } from "../platform/ids.ts";
import { planFrom } from "./rule.ts";
import { INSTALLATION_ZONE, knownZone } from "./zone-of-place.ts";

type Place = { id: string | null; timeZone: string };

/**
 * Writes the schedules that are missing, in the caller's transaction: those of one domain, for who creates it, or all. A new one is
 * automatic and comes due after now.
 */
export async function makeSchedules(tx: Tx, domainId?: string): Promise<void> {
  const places = await tx
    .select({ id: domains.id, timeZone: domains.timeZone })
    .from(domains)
    .where(domainId ? eq(domains.id, domainId) : undefined);
  const at = await now(tx);
  const rows = knownJobTypes().flatMap((type) => rowsOf(type, places, at));
  const wanted = domainId ? rows.filter((row) => row.domainId === domainId) : rows;
  for (let from = 0; from < wanted.length; from += 500)
    await tx
      .insert(schedules)
      .values(wanted.slice(from, from + 500))
      .onConflictDoNothing({ target: [schedules.jobType, schedules.domainId] });
}

function rowsOf(type: JobType, domainPlaces: Place[], at: Date) {
  if (!type.planning) return [];
  const { missed } = type.planning;
  const places: Place[] =
    type.scope === "installation" ? [{ id: null, timeZone: INSTALLATION_ZONE }] : domainPlaces;
  return places.map(({ id: domainId, ...place }) => {
    const timeZone = knownZone(place.timeZone);
    return {
      id: newId(),
      jobType: type.name,
      domainId,
      planning: "automatic" as const,
      timeZone,
      overlap: type.overlap,
      missed,
      createdAt: appNow,
      ...planFrom({ jobType: type.name, planning: "automatic", recurrence: null, timeZone }, at),
    };
  });
}
