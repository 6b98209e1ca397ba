import { and, asc, desc, gt, lt, type SQL } from "drizzle-orm";
import { runs } from "#drizzle/schema/runs.ts";
import { read } from "../access/transact.ts";
import type { Viewer } from "../access/viewer.ts";
import { now } from "../platform/clock.ts";
import type { Tx } from "../platform/db.ts";
import type { PageSize, RunFilters } from "./list-input.ts";
import { matching } from "./matching.ts";
import { readRows, type RunRow } from "./row.ts";

export type RunPage = {
  /** The server's clock before the reading: what changes after it comes by the live stream. */
  at: string;
  rows: RunRow[];
  /** Cursors of the neighbouring pages; null where there is none. */
  previous: { before: number } | { after: number } | null;
  next: { before: number } | { after: number } | null;
};

/** One page of the runs that the viewer may see, by number. Answers the same for any depth: nothing is skipped over or counted. */
export function listRuns(viewer: Viewer, filters: RunFilters, size: PageSize): Promise<RunPage> {
  return read(viewer, async (tx) => {
    const at = (await now(tx)).toISOString();
    const page = await findIds(tx, matching(viewer, filters), filters, size);
    return { ...page, at, rows: await readRows(tx, viewer, page.ids) };
  });
}

type Ids = { ids: number[] } & Pick<RunPage, "previous" | "next">;

/**
 * `newest` walks down from `before` or up from `after`; `oldest` the other way round. Going against the order reads the
 * nearest rows first and turns them, so that the page touches the one it came from.
 */
async function findIds(
  tx: Tx,
  where: SQL,
  { sort, before, after }: RunFilters,
  size: number,
): Promise<Ids> {
  const newest = sort === "newest";
  const backwards = newest ? after !== undefined : before !== undefined;
  const rows = await tx
    .select({ id: runs.id })
    .from(runs)
    .where(
      and(where, before ? lt(runs.id, before) : undefined, after ? gt(runs.id, after) : undefined),
    )
    .orderBy(newest === backwards ? asc(runs.id) : desc(runs.id))
    .limit(size + 1);
  const more = rows.length > size;
  const ids = rows.slice(0, size).map((row) => row.id);
  if (backwards) ids.reverse();
  const [first, last] = [ids.at(0), ids.at(-1)];
  const entered = before !== undefined || after !== undefined;
  const up = (id: number | undefined) =>
    id === undefined ? null : newest ? { after: id } : { before: id };
  const down = (id: number | undefined) =>
    id === undefined ? null : newest ? { before: id } : { after: id };
  return {
    ids,
    previous: (backwards ? more : entered) ? up(first) : null,
    next: backwards || more ? down(last) : null,
  };
}
