import { and, eq, sql } from "drizzle-orm";
import { runs } from "#drizzle/schema/runs.ts";
import { read } from "../access/transact.ts";
import type { Viewer } from "../access/viewer.ts";
import type { RunFilters } from "./list-input.ts";
import { matching } from "./matching.ts";
import { RUN_STATUSES, type RunStatus } from "./status.ts";

/** Counting stops here; pages show "10,000+". */
export const COUNT_CAP = 10_000;

export type StatusCounts = Record<RunStatus, number>;

/** How many runs of each status the list has with its other filters. Each count stops at the cap. */
export function countByStatus(viewer: Viewer, filters: RunFilters): Promise<StatusCounts> {
  const others = matching(viewer, { ...filters, status: [] });
  const counts = RUN_STATUSES.map(
    (status) =>
      sql`(${upToCap(and(others, eq(runs.status, status)))}) as ${sql.identifier(status)}`,
  );
  return read(viewer, async (tx) => {
    const [row] = await tx.execute<Record<RunStatus, string>>(
      sql`select ${sql.join(counts, sql`, `)}`,
    );
    return Object.fromEntries(
      RUN_STATUSES.map((status) => [status, Number(row?.[status] ?? 0)]),
    ) as StatusCounts;
  });
}

/** How many runs match, up to the cap. */
export function countRuns(viewer: Viewer, filters: RunFilters): Promise<number> {
  return read(viewer, async (tx) => {
    const [row] = await tx.execute<{ found: string }>(
      sql`select (${upToCap(matching(viewer, filters))}) as found`,
    );
    return Number(row?.found ?? 0);
  });
}

function upToCap(where: ReturnType<typeof and>) {
  return sql`select count(*) from (select 1 from ${runs} where ${where} limit ${COUNT_CAP}) as found`;
}
