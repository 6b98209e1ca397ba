import { and, asc, desc, gt, lt, sql, type SQL } from "drizzle-orm";
import { runs } from "#drizzle/schema/runs.ts";
import { read } from "../access/transact.ts";
import { domainsWith, type Viewer } from "../access/viewer.ts";
import { now } from "../platform/clock.ts";
import type { Tx } from "../platform/db.ts";
import type { PageSize, RunFilters } from "./list-input.ts";
import { narrowing, within } from "./matching.ts";
import { readRows, type RunRow } from "./row.ts";
import { isTooShort, titled } from "./titled.ts";

export type RunPage = {
  /** The server's clock before the reading: what changes after it comes by the live stream. */
  at: string;
  rows: RunRow[];
  /** Cursors of the neighbouring pages; null where there is none. */
  previous: { before: number } | { after: number } | null;
  next: { before: number } | { after: number } | null;
  /** Set where so many of the nearest runs were looked at and no others: no index holds words of one or two letters. */
  lookedAt: number | null;
};

/** One page of the runs that the viewer may see, by number. Answers the same for any depth: nothing is skipped over or counted. */
export function listRuns(viewer: Viewer, filters: RunFilters, size: PageSize): Promise<RunPage> {
  return read(viewer, async (tx) => {
    const at = (await now(tx)).toISOString();
    const found = await findIds(tx, viewer, filters, size + 1);
    const page = pageOf(found, filters, size);
    const lookedAt = isTooShort(filters.q) && found.length <= size ? FAR : null;
    return { ...page, lookedAt, at, rows: await readRows(tx, viewer, page.ids) };
  });
}

const isBackwards = ({ sort, before, after }: RunFilters) =>
  sort === "newest" ? after !== undefined : before !== undefined;

/** Words are looked for nearby first: common ones fill the page there, and only for others it pays to ask who bears them. */
const NEARBY = 5_000;
/** As far as that where nobody can be asked, or where one person's runs are all there are: most people have started fewer. */
const FAR = 20_000;

const isOnePersons = (viewer: Viewer, { mine, user }: RunFilters) =>
  mine || user !== undefined || domainsWith(viewer, "runs.view-all").length === 0;

/**
 * `newest` walks down from `before` or up from `after`; `oldest` the other way round. Going against the order reads the
 * nearest rows first.
 */
export async function findIds(
  tx: Tx,
  viewer: Viewer,
  filters: RunFilters,
  limit: number,
): Promise<number[]> {
  const { sort, before, after, q } = filters;
  const place = and(
    within(viewer, filters),
    before ? lt(runs.id, before) : undefined,
    after ? gt(runs.id, after) : undefined,
  );
  const order = (sort === "newest") === isBackwards(filters) ? asc(runs.id) : desc(runs.id);
  const narrow = narrowing(filters);
  if (!q) return await find(tx, and(place, narrow), order, limit);
  const reach = isTooShort(q) || isOnePersons(viewer, filters) ? FAR : NEARBY;
  const near = await findNear(tx, { place, narrow, order, limit, reach });
  if (near.ids.length === limit || near.looked < reach || isTooShort(q)) return near.ids;
  return await find(tx, and(place, narrow, await titled(tx, q)), order, limit);
}

async function find(tx: Tx, where: SQL | undefined, order: SQL, limit: number): Promise<number[]> {
  const rows = await tx.select({ id: runs.id }).from(runs).where(where).orderBy(order).limit(limit);
  return rows.map(({ id }) => id);
}

type Near = {
  place: SQL | undefined;
  narrow: SQL | undefined;
  order: SQL;
  limit: number;
  reach: number;
};

/** Those among the nearest runs, and how many were looked at: fewer than asked for are all there are. */
async function findNear(
  tx: Tx,
  { place, narrow, order, limit, reach }: Near,
): Promise<{ ids: number[]; looked: number }> {
  const [row] = await tx.execute<{ ids: string[]; looked: number }>(sql`
    with near as materialized (select * from ${runs} where ${place} order by ${order} limit ${reach})
    select (select count(*)::int from near) as looked,
      array(select id from near as runs where ${narrow} order by ${order} limit ${limit}) as ids`);
  return { ids: (row?.ids ?? []).map(Number), looked: row?.looked ?? 0 };
}

type Ids = { ids: number[] } & Pick<RunPage, "previous" | "next">;

/** Turns what was read against the order, so that the page touches the one it came from. */
function pageOf(found: number[], filters: RunFilters, size: number): Ids {
  const { sort, before, after } = filters;
  const newest = sort === "newest";
  const backwards = isBackwards(filters);
  const more = found.length > size;
  const ids = found.slice(0, size);
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
