import { and, desc, eq, inArray, isNotNull, isNull, sql } from "drizzle-orm";
import { runs } from "#drizzle/schema/runs.ts";
import type { Tx } from "../platform/db.ts";

/** How long runs of a job type take in a domain, from the newest that ended by themselves. */
export type Usual = { samples: number; medianSeconds: number; p90Seconds: number };

export type UsualKey = { jobType: string; domainId: string | null };

const SAMPLES = 20;

/** Key of the map that `usualOf` answers. */
export const usualKey = ({ jobType, domainId }: UsualKey) =>
  `${jobType} ${domainId ?? "installation"}`;

/**
 * The usual durations of job types in domains; a pair without a finished run is missing. Counts everybody's runs of a domain,
 * for how long a job takes is no secret from those who may start it; row security keeps other domains out.
 */
export async function usualOf(tx: Tx, keys: readonly UsualKey[]): Promise<Map<string, Usual>> {
  const distinct = [...new Map(keys.map((key) => [usualKey(key), key])).values()];
  const found = new Map<string, Usual>();
  for (const key of distinct) {
    const usual = summary(await newestSeconds(tx, key));
    if (usual) found.set(usualKey(key), usual);
  }
  return found;
}

async function newestSeconds(tx: Tx, { jobType, domainId }: UsualKey): Promise<number[]> {
  const rows = await tx
    .select({ seconds: sql<string>`extract(epoch from ${runs.endedAt} - ${runs.startedAt})` })
    .from(runs)
    .where(
      and(
        eq(runs.jobType, jobType),
        domainId === null ? isNull(runs.domainId) : eq(runs.domainId, domainId),
        inArray(runs.status, ["completed", "completed-with-warnings"]),
        isNotNull(runs.startedAt),
        isNotNull(runs.endedAt),
      ),
    )
    .orderBy(desc(runs.id))
    .limit(SAMPLES);
  return rows.map((row) => Number(row.seconds)).toSorted((a, b) => a - b);
}

function summary(sorted: number[]): Usual | undefined {
  const at = (share: number) =>
    sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] as number;
  return sorted.length > 0
    ? { samples: sorted.length, medianSeconds: at(0.5), p90Seconds: at(0.9) }
    : undefined;
}
