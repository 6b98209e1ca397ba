import { and, desc, eq, gt, inArray, or, sql, type SQL } from "drizzle-orm";
import { runs } from "#drizzle/schema/runs.ts";
import { read } from "../access/transact.ts";
import { visibleTo } from "../access/visible.ts";
import type { Viewer } from "../access/viewer.ts";
import { now } from "../platform/clock.ts";
import type { Tx } from "../platform/db.ts";
import { NO_FILTERS, RunListInput } from "../runs/list-input.ts";
import { matching } from "../runs/matching.ts";
import { readRows, type RunRow } from "../runs/row.ts";
import { ACTIVE } from "../runs/status.ts";
import { countsWithin, type ShellCounts } from "../shell/counts.ts";
import type { LiveInterest } from "./input.ts";

/** What a page is told: read models as this viewer may see them. Parts that did not change are left out. */
export type LiveUpdate = {
  /** The server's clock before the reading; a page that comes back asks for what changed since. */
  at: string;
  runs: RunRow[];
  /** How many runs that match the list have come since, up to `FRESH_CAP`. */
  fresh?: number;
  counts?: ShellCounts;
};

export type UpdateAsk = {
  /** Runs that were announced. */
  ids?: readonly number[];
  /** Of the runs on screen: those that changed since, and with `waiting` those in the queue, whose place may have changed. */
  since?: string | undefined;
  waiting?: boolean;
  fresh?: boolean;
  counts?: boolean;
};

export const FRESH_CAP = 100;
/** One update never holds more rows; the rest comes with the next. */
export const ROWS_PER_UPDATE = 50;
/** Among so many of the newest runs a page that follows all looks for what it has missed. */
const NEWEST = 2000;
/** A row's time is that of its statement, and its transaction commits later: look back further than the last answer. */
const OVERLAP_SECONDS = 5;

/** Reads what `ask` wants to know of what the page is interested in. */
export function readUpdate(
  viewer: Viewer,
  interest: LiveInterest,
  ask: UpdateAsk,
): Promise<LiveUpdate> {
  return read(viewer, async (tx) => {
    const at = (await now(tx)).toISOString();
    const ids = new Set([...(ask.ids ?? []), ...(await changedRows(tx, viewer, interest, ask))]);
    return {
      at,
      runs: await readRows(tx, viewer, [...ids].slice(0, ROWS_PER_UPDATE)),
      ...(ask.fresh &&
        interest.top !== undefined && { fresh: await countFresh(tx, viewer, interest) }),
      ...(ask.counts && { counts: await countsWithin(tx, viewer) }),
    };
  });
}

async function changedRows(
  tx: Tx,
  viewer: Viewer,
  { rows, run }: LiveInterest,
  ask: UpdateAsk,
): Promise<number[]> {
  const since = ask.since && changedSince(ask.since);
  if (rows === "all" && since) return await changedOfAll(tx, viewer, since);
  const ids = [...(rows === "all" ? [] : rows), ...(run ? [run] : [])];
  const wanted = or(since || undefined, ask.waiting ? eq(runs.status, "queued") : undefined);
  if (ids.length === 0 || !wanted) return [];
  const found = await tx
    .select({ id: runs.id })
    .from(runs)
    .where(and(inArray(runs.id, ids), visibleTo(viewer, runs), wanted))
    .orderBy(desc(runs.updatedAt));
  return found.map((row) => row.id);
}

const changedSince = (moment: string) =>
  sql`${runs.updatedAt} > ${moment}::timestamptz - make_interval(secs => ${OVERLAP_SECONDS})`;

/**
 * What changed while a page that follows everything was not connected: looked for among the newest runs and those that are under
 * way, since an index on the time of change would cost every write of every worker.
 */
async function changedOfAll(tx: Tx, viewer: Viewer, since: SQL): Promise<number[]> {
  const visible = visibleTo(viewer, runs);
  const rows = await tx.execute<{ id: string }>(sql`
    select id from (
      (select ${runs.id} as id, ${runs.updatedAt} as updated_at from ${runs} where ${visible} order by ${runs.id} desc limit ${NEWEST})
      union
      select ${runs.id}, ${runs.updatedAt} from ${runs} where ${visible} and ${inArray(runs.status, [...ACTIVE, "interrupted"])}
    ) as runs where ${since} order by updated_at desc limit ${ROWS_PER_UPDATE}`);
  return [...rows].map((row) => Number(row.id));
}

async function countFresh(
  tx: Tx,
  viewer: Viewer,
  { list, top = 0 }: LiveInterest,
): Promise<number> {
  const filters = list
    ? RunListInput.parse(Object.fromEntries(new URLSearchParams(list)))
    : NO_FILTERS;
  const where = and(matching(viewer, filters), gt(runs.id, top));
  const [row] = await tx.execute<{ found: string }>(
    sql`select count(*) as found from (select 1 from ${runs} where ${where} limit ${FRESH_CAP}) as found`,
  );
  return Number(row?.found ?? 0);
}
