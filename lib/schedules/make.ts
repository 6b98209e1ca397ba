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
  const known = await knownKeys(tx);
  const wanted = knownJobTypes().flatMap((type) => {
    const missing = placesOf(type, places).filter(
      (place) => !known.has(keyOf(type.name, place.id)),
    );
    return missing.map((place) => rowOf(type, place, at));
  });
  for (let from = 0; from < wanted.length; from += 500)
    await tx
      .insert(schedules)
      .values(wanted.slice(from, from + 500))
      .onConflictDoNothing({ target: [schedules.jobType, schedules.domainId] });
}

/** Where a type has a schedule. */
function placesOf({ planning, scope }: JobType, inDomains: Place[]): Place[] {
  if (!planning) return [];
  return scope === "installation" ? [{ id: null, timeZone: INSTALLATION_ZONE }] : inDomains;
}

const keyOf = (jobType: string, domainId: string | null) => `${jobType} ${domainId ?? ""}`;

async function knownKeys(tx: Tx): Promise<Set<string>> {
  const rows = await tx
    .select({ jobType: schedules.jobType, domainId: schedules.domainId })
    .from(schedules);
  return new Set(rows.map((row) => keyOf(row.jobType, row.domainId)));
}

function rowOf(type: JobType, { id: domainId, ...place }: Place, at: Date) {
  const timeZone = knownZone(place.timeZone);
  const planning = "automatic" as const;
  return {
    id: newId(),
    jobType: type.name,
    domainId,
    planning,
    timeZone,
    overlap: type.overlap,
    missed: type.planning?.missed ?? ("skip" as const),
    createdAt: appNow,
    ...planFrom({ jobType: type.name, planning, recurrence: null, timeZone }, at),
  };
}
