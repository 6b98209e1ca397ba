import { and, desc, inArray, isNull, sql, type SQL } from "drizzle-orm";
import { runs } from "#drizzle/schema/runs.ts";
import { read } from "../access/transact.ts";
import { domainsWith, seesInstallation, type Viewer } from "../access/viewer.ts";
import type { Tx } from "../platform/db.ts";
import type { RunFilters } from "./list-input.ts";
import { matching, narrowing, within } from "./matching.ts";
import { RUN_STATUSES, type RunStatus } from "./status.ts";
import { titled } from "./titled.ts";

/** Counting stops here; pages show "10,000+". */
export const COUNT_CAP = 10_000;

export type StatusCounts = Record<RunStatus, number>;

/** `open`: there are older runs that were not looked at; the counts are "at least". */
export type Counted = { counts: StatusCounts; open: boolean };

/**
 * How many runs of each status the list has with its other filters. Each count stops at the cap; where no index counts, so many
 * of the newest runs are looked at.
 */
export function countByStatus(viewer: Viewer, filters: RunFilters): Promise<Counted> {
  const others = { ...filters, status: [] };
  return read(viewer, (tx) =>
    isIndexed(viewer, others)
      ? countIndexed(tx, viewer, others, RUN_STATUSES)
      : countNewest(tx, viewer, others),
  );
}

/** How many runs match, up to the cap. */
export async function countRuns(
  viewer: Viewer,
  filters: RunFilters,
): Promise<{ count: number; open: boolean }> {
  const wanted: readonly RunStatus[] = filters.status.length > 0 ? filters.status : RUN_STATUSES;
  const { counts, open } = await read(viewer, (tx) =>
    isIndexed(viewer, filters)
      ? countIndexed(tx, viewer, filters, wanted)
      : countNewest(tx, viewer, filters),
  );
  const sum = wanted.reduce((total, status) => total + counts[status], 0);
  return { count: Math.min(sum, COUNT_CAP), open };
}

/** Domain, type and status are counted from indexes alone; from the newest on, for at the other end a purge may be at work. */
function isIndexed(viewer: Viewer, filters: RunFilters): boolean {
  const { q, user, mine, trigger, warnings, since, from, to } = filters;
  const narrowed = q || user || mine || trigger.length > 0 || warnings || since || from || to;
  return !narrowed && seesAllOfHisDomains(viewer);
}

function seesAllOfHisDomains(viewer: Viewer): boolean {
  const ids = domainsWith(viewer, "runs.view-all");
  return ids === "all" || viewer.domains.every(({ id }) => ids.includes(id));
}

async function countIndexed(
  tx: Tx,
  viewer: Viewer,
  filters: RunFilters,
  wanted: readonly RunStatus[],
): Promise<Counted> {
  const found = placesOf(viewer, filters).map(foundIn);
  // One sub-select for whichever status: planned once, not eleven times.
  const rows = await tx.execute<{ status: RunStatus; found: string }>(sql`
    select status, (select count(*) from (${sql.join(found, sql` union all `)} limit ${COUNT_CAP}) as found) as found
    from unnest(${`{${wanted.join(",")}}`}::text[]) as wanted (status)`);
  const counts = new Map([...rows].map((row) => [row.status, row.found]));
  return { counts: asCounts((status) => counts.get(status)), open: false };
}

type Place = { where: SQL; of?: SQL };

/**
 * Where to count. Of one who sees some domains each is a place of its own: as one list they would be looked for among the runs of
 * everybody, row by row.
 */
function placesOf(viewer: Viewer, filters: RunFilters): Place[] {
  const { domain, type } = filters;
  if (domain || type || domainsWith(viewer, "runs.view-all") === "all")
    return [{ where: matching(viewer, { ...filters, status: [] }) }];
  const ids = `{${viewer.domains.map(({ id }) => id).join(",")}}`;
  const domains = {
    of: sql`unnest(${ids}::uuid[]) as place (id)`,
    where: sql`${runs.domainId} = place.id`,
  };
  return seesInstallation(viewer) ? [domains, { where: isNull(runs.domainId) }] : [domains];
}

function foundIn({ where, of }: Place): SQL {
  const ofStatus = and(where, sql`${runs.status} = wanted.status`);
  const found = sql`(select 1 from ${runs} where ${ofStatus} order by ${desc(runs.id)} limit ${COUNT_CAP})`;
  return of
    ? sql`select 1 from ${of}, lateral ${found} as found`
    : sql`select 1 from ${found} as found`;
}

/** Words that so many of the newest runs bear are common; looking for all who bear them would take longer than it tells. */
const COMMON = 50;

async function countNewest(tx: Tx, viewer: Viewer, filters: RunFilters): Promise<Counted> {
  const newest = await look(tx, viewer, filters);
  if (!newest.open || !filters.q || newest.found >= COMMON) return newest;
  const few = await titled(tx, filters.q);
  return few ? await look(tx, viewer, filters, few) : newest;
}

type Part = { status: RunStatus; found: string; looked: string };

/** Looks once through what is there in the order of an index, and stops. */
async function look(
  tx: Tx,
  viewer: Viewer,
  filters: RunFilters,
  few?: SQL,
): Promise<Counted & { found: number }> {
  const { status } = filters;
  const chosen = status.length > 0 ? inArray(runs.status, status) : undefined;
  const place = and(within(viewer, filters), few, chosen);
  const rows = await tx.execute<Part>(sql`
    select status, count(*) filter (where ${narrowing(filters) ?? sql`true`}) as found, count(*) as looked
    from (select * from ${runs} where ${place} order by ${desc(runs.id)} limit ${COUNT_CAP}) as runs group by status`);
  const parts = new Map([...rows].map((row) => [row.status, row]));
  const sum = (of: (row: Part) => string) =>
    [...rows].reduce((total, row) => total + Number(of(row)), 0);
  return {
    counts: asCounts((each) => parts.get(each)?.found),
    open: sum(({ looked }) => looked) >= COUNT_CAP,
    found: sum(({ found }) => found),
  };
}

/** Counts per status from what was found, each up to the cap. */
export const asCounts = (of: (status: RunStatus) => string | undefined) =>
  Object.fromEntries(
    RUN_STATUSES.map((status) => [status, Math.min(COUNT_CAP, Number(of(status) ?? 0))]),
  ) as StatusCounts;
