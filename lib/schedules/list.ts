import { sql, type SQL } from "drizzle-orm";
import { domains } from "#drizzle/schema/people.ts";
import { schedules } from "#drizzle/schema/schedules.ts";
import { read } from "../access/transact.ts";
import type { Viewer } from "../access/viewer.ts";
import type { Tx } from "../platform/db.ts";
import { requireSchedulesView } from "./access.ts";
import { LAST_STATUSES, type LastStatus, type ScheduleFilters, type Sort } from "./list-input.ts";
import { joined, joinedFor, lastStatus, matchingSchedules } from "./matching.ts";
import { readScheduleRows, type ScheduleRow } from "./row.ts";
import { placeOf, type OrderType } from "./place.ts";
import { RUN_NOW_MAX } from "./run-now-input.ts";

export type SchedulePage = {
  rows: ScheduleRow[];
  /** Cursors of the neighbouring pages; null where there is none. */
  previous: string | null;
  next: string | null;
};

/**
 * One page of the schedules that the viewer may see, in any order of the columns, by keyset.
 * Throws Refusal `forbidden` for those who may look at schedules nowhere.
 */
export function listSchedules(
  viewer: Viewer,
  filters: ScheduleFilters,
  size: number,
): Promise<SchedulePage> {
  requireSchedulesView(viewer);
  return read(viewer, async (tx) => {
    const found = await findPage(tx, viewer, filters, size);
    return { ...found.page, rows: await readScheduleRows(tx, viewer, found.ids) };
  });
}

export type ScheduleCounts = { total: number; byStatus: Record<LastStatus, number> };

/** How many schedules there are with the other filters, by the status of their last run. */
export function countSchedules(viewer: Viewer, filters: ScheduleFilters): Promise<ScheduleCounts> {
  requireSchedulesView(viewer);
  const others = matchingSchedules(viewer, { ...filters, status: [] });
  return read(viewer, async (tx) => {
    const rows = await tx.execute<{ status: LastStatus; found: string }>(
      sql`select ${lastStatus} as status, count(*) as found from ${joined(viewer)} where ${others} group by 1`,
    );
    const counted = new Map([...rows].map((row) => [row.status, Number(row.found)]));
    const byStatus = Object.fromEntries(
      LAST_STATUSES.map((status) => [status, counted.get(status) ?? 0]),
    ) as Record<LastStatus, number>;
    return { byStatus, total: [...counted.values()].reduce((sum, found) => sum + found, 0) };
  });
}

/** The ids of all that match, for a tick on all in the filter; at most as many as can be started at once. */
export function listScheduleIds(viewer: Viewer, filters: ScheduleFilters): Promise<string[]> {
  requireSchedulesView(viewer);
  return read(viewer, async (tx) => {
    const rows = await tx.execute<{ id: string }>(
      sql`select ${schedules.id} as id from ${joinedFor(viewer, filters)} where ${matchingSchedules(viewer, filters)}
        order by ${schedules.id} limit ${RUN_NOW_MAX + 1}`,
    );
    return [...rows].map((row) => row.id);
  });
}

async function findPage(
  tx: Tx,
  viewer: Viewer,
  { sort, order, after, before, ...filters }: ScheduleFilters,
  size: number,
) {
  const { value, type } = valueOf(sort, order === "up");
  const where = matchingSchedules(viewer, { ...filters, after, before });
  const backwards = before !== undefined;
  const up = (order === "up") !== backwards;
  const place = placeOf(after ?? before, type);
  const beyond = place
    ? sql`(${value}, ${schedules.id}) ${up ? sql`>` : sql`<`} (${place.value}::${sql.raw(type)}, ${place.id}::uuid)`
    : sql`true`;
  const direction = up ? sql`asc` : sql`desc`;
  const rows = [
    ...(await tx.execute<{ id: string; value: string }>(
      sql`select ${schedules.id} as id, (${value})::text as value from ${joinedFor(viewer, { sort, status: filters.status })}
        where ${where} and ${beyond} order by ${value} ${direction}, ${schedules.id} ${direction} limit ${size + 1}`,
    )),
  ];
  const more = rows.length > size;
  const shown = rows.slice(0, size);
  if (backwards) shown.reverse();
  const cursor = (row: { id: string; value: string } | undefined) =>
    row && `${row.value}~${row.id}`;
  const previous = (backwards ? more : after !== undefined) ? cursor(shown[0]) : undefined;
  const next = backwards || more ? cursor(shown.at(-1)) : undefined;
  return {
    ids: shown.map((row) => row.id),
    page: { previous: previous ?? null, next: next ?? null },
  };
}

/** What a column is ordered by. What is not there comes last either way. */
function valueOf(sort: Sort, up: boolean): { value: SQL; type: OrderType } {
  const end = up ? "infinity" : "-infinity";
  const values: Record<Sort, { value: SQL; type: OrderType }> = {
    status: { value: sql`array_position(${statusOrder}, ${lastStatus})`, type: "integer" },
    identifier: { value: sql`${schedules.jobType}`, type: "text" },
    domain: { value: sql`coalesce(${domains.name}, '')`, type: "text" },
    planning: { value: sql`${schedules.planning}`, type: "text" },
    last: {
      value: sql`coalesce(last.id, ${up ? "9223372036854775807" : "-1"}::bigint)`,
      type: "bigint",
    },
    next: {
      value: sql`coalesce(${schedules.nextRunAt}, ${end}::timestamptz)`,
      type: "timestamptz",
    },
  };
  return values[sort];
}

/** What runs and what went wrong first. */
const ORDER: LastStatus[] = [
  "running",
  "stopping",
  "failed",
  "interrupted",
  "completed-with-warnings",
  "stopped",
  "cancelled",
  "queued",
  "deferred",
  "completed",
  "settled",
  "never",
];
const statusOrder = sql.raw(`array[${ORDER.map((status) => `'${status}'`).join(",")}]`);
