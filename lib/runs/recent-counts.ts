import { desc, sql } from "drizzle-orm";
import { runs } from "#drizzle/schema/runs.ts";
import { read } from "../access/transact.ts";
import type { Viewer } from "../access/viewer.ts";
import { appNow } from "../platform/clock.ts";
import type { RunFilters } from "./list-input.ts";
import { matching } from "./matching.ts";
import { asCounts, type StatusCounts } from "./status-counts.ts";
import type { RunStatus } from "./status.ts";

/** `week`: of the past seven days; null where so many were created that it would have to be counted for long. */
export type RecentCounts = { day: StatusCounts; week: StatusCounts | null };

/** So many of the newest runs are looked at. */
const LOOKED_AT_MAX = 20_000;

type Part = { status: RunStatus; day: string; week: string };

/** The runs of the past 24 hours and of the past seven days by status, in one look. */
export function countRecent(viewer: Viewer, filters: RunFilters): Promise<RecentCounts> {
  const ofWeek = matching(viewer, { ...filters, since: "7d" });
  return read(viewer, async (tx) => {
    const rows = await tx.execute<Part>(sql`
      select status, count(*) as week, count(*) filter (where created_at >= (select ${appNow}) - interval '24 hours') as day
      from (select ${runs.status}, ${runs.createdAt} from ${runs} where ${ofWeek} order by ${desc(runs.id)} limit ${LOOKED_AT_MAX}) as newest
      group by status`);
    const parts = new Map([...rows].map((row) => [row.status, row]));
    const looked = [...rows].reduce((sum, { week }) => sum + Number(week), 0);
    return {
      day: asCounts((status) => parts.get(status)?.day),
      week: looked < LOOKED_AT_MAX ? asCounts((status) => parts.get(status)?.week) : null,
    };
  });
}
