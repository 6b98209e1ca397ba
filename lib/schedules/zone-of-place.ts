import { eq } from "drizzle-orm";
import { domains } from "#drizzle/schema/people.ts";
import type { Tx } from "../platform/db.ts";
import { isZone } from "../text/dates.ts";

/** The installation's own jobs are planned by this zone until somebody chooses another. */
export const INSTALLATION_ZONE = "UTC";

/** The time zone by which automatic plans go in a domain, or for the installation (null). */
export async function zoneOfPlace(tx: Tx, domainId: string | null): Promise<string> {
  if (domainId === null) return INSTALLATION_ZONE;
  const [domain] = await tx
    .select({ timeZone: domains.timeZone })
    .from(domains)
    .where(eq(domains.id, domainId));
  return knownZone(domain?.timeZone ?? INSTALLATION_ZONE);
}

/** A zone that this machine does not know must not keep a worker from starting. */
export const knownZone = (zone: string) => (isZone(zone) ? zone : INSTALLATION_ZONE);
