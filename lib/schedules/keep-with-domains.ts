import { sql } from "drizzle-orm";
import { read, write } from "../access/transact.ts";
import { systemViewer } from "../access/viewer.ts";
import { knownJobTypes } from "../job-types/find.ts";
import type { Tx } from "../platform/db.ts";
import { makeSchedules } from "./make.ts";
import { followDomainZone } from "./sync.ts";
import { knownZone } from "./zone-of-place.ts";

const KEEPER = systemViewer("sync");

/**
 * Makes the scheduled jobs that a domain lacks and lets its automatic plans follow its time zone, whoever made or changed it and by
 * whatever way. Workers call it every few seconds. Answers how many domains had to be seen to.
 */
export async function keepWithDomains(): Promise<number> {
  const behind = await read(KEEPER, domainsBehind);
  if (behind.length > 0) await write(KEEPER, (tx) => catchUp(tx, behind));
  return behind.length;
}

type Behind = { id: string; timeZone: string; lacks: boolean; isElsewhere: boolean };

async function domainsBehind(tx: Tx): Promise<Behind[]> {
  const names = knownJobTypes().flatMap((type) =>
    type.planning && type.scope === "domain" ? [type.name] : [],
  );
  const rows = await tx.execute<Omit<Behind, "isElsewhere"> & { zones: string[] }>(sql`
    select d.id, d.time_zone as "timeZone", count(s.id) < ${names.length} as lacks,
      coalesce(array_agg(distinct s.time_zone) filter (where s.planning = 'automatic'), '{}') as zones
    from domains d left join schedules s on s.domain_id = d.id
      and s.job_type in (select jsonb_array_elements_text(${JSON.stringify(names)}::jsonb))
    group by d.id`);
  return rows
    .map(({ zones, ...domain }) => {
      const timeZone = knownZone(domain.timeZone);
      return { ...domain, timeZone, isElsewhere: zones.some((zone) => zone !== timeZone) };
    })
    .filter(({ lacks, isElsewhere }) => lacks || isElsewhere);
}

/** One worker at a time; the others find nothing left to do. */
async function catchUp(tx: Tx, behind: Behind[]): Promise<void> {
  await tx.execute(sql`select pg_advisory_xact_lock(hashtext('nightshift domains'))`);
  for (const { id, timeZone, lacks, isElsewhere } of behind) {
    if (lacks) await makeSchedules(tx, id);
    if (isElsewhere) await followDomainZone(tx, id, timeZone);
  }
}
