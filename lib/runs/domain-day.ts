import { and, gte, notInArray, sql, type SQL } from "drizzle-orm";
import { runs } from "#drizzle/schema/runs.ts";
import type { Viewer } from "../access/viewer.ts";
import type { Tx } from "../platform/db.ts";

/** One bar: how many runs began in the hour, and how many of them failed. */
export type Hour = { ran: number; failed: number };

/** The past 24 hours of a domain, or of the installation; hours oldest first. */
export type DomainDay = {
  domain: string;
  hours: Hour[];
  completed: number;
  warned: number;
  failed: number;
};

const HOURS = 24;
/** More rows than this are no overview. */
const SHOWN_MAX = 12;

/**
 * The 24 hours since a moment by domain, those with failures first. Empty where there is only one to show. The moment is a
 * value: the clock would be asked anew for each run, and the planner would not know how many there are.
 */
export async function readDomainDays(
  tx: Tx,
  viewer: Viewer,
  visible: SQL,
  since: Date,
): Promise<DomainDay[]> {
  const begin = sql`${since.toISOString()}::timestamptz`;
  const bin = sql<number>`least(23, greatest(0, floor(extract(epoch from ${runs.createdAt} - ${begin}) / 3600)))::int`;
  const count = (statuses: string) =>
    sql<number>`count(*) filter (where ${runs.status} in (${sql.raw(statuses)}))::int`;
  const rows = await tx
    .select({
      domainId: runs.domainId,
      bin: bin.as("bin"),
      ran: sql<number>`count(*) filter (where ${runs.status} not in ('failed', 'interrupted'))::int`,
      completed: count("'completed', 'settled'"),
      warned: count("'completed-with-warnings'"),
      failed: count("'failed', 'interrupted'"),
    })
    .from(runs)
    .where(
      and(
        visible,
        gte(runs.createdAt, since),
        notInArray(runs.status, ["deferred", "queued", "cancelled"]),
      ),
    )
    .groupBy(runs.domainId, sql`bin`);
  const days = [...Map.groupBy(rows, (row) => row.domainId)].map(([id, own]) =>
    dayOf(nameOf(viewer, id), own),
  );
  if (days.length < 2) return [];
  return days
    .toSorted(
      (a, b) => Number(b.failed > 0) - Number(a.failed > 0) || a.domain.localeCompare(b.domain),
    )
    .slice(0, SHOWN_MAX);
}

const nameOf = (viewer: Viewer, id: string | null) =>
  id === null ? "Installation" : (viewer.domains.find((domain) => domain.id === id)?.name ?? id);

type Binned = Hour & { bin: number; completed: number; warned: number };

function dayOf(domain: string, own: readonly Binned[]): DomainDay {
  const hours = Array.from({ length: HOURS }, () => ({ ran: 0, failed: 0 }));
  for (const { bin, ran, failed } of own) hours[bin] = { ran, failed };
  const sum = (of: (row: Binned) => number) => own.reduce((total, row) => total + of(row), 0);
  return {
    domain,
    hours,
    completed: sum((row) => row.completed),
    warned: sum((row) => row.warned),
    failed: sum((row) => row.failed),
  };
}
