import { and, inArray } from "drizzle-orm";
import { runs } from "#drizzle/schema/runs.ts";
import { jobTypeOf } from "../job-types/find.ts";
import type { Tx } from "../platform/db.ts";
import type { Chosen } from "./chosen.ts";
import { ACTIVE, WAITING } from "./status.ts";

/** Of one, and of several. */
export type Words = readonly [one: string, several: string];

const ALIVE: Words = ["is under way already as another run", "are under way already as other runs"];
const TWICE: Words = [
  "is the same job as another one of these",
  "are the same jobs as others of these",
];

/**
 * Which of these runs a new attempt would be refused to, because their job is under way as another run or stands among them twice;
 * of those the first one may. The retry itself asks again, under a lock.
 */
export async function overlapping(tx: Tx, chosen: Chosen[]): Promise<Map<number, Words>> {
  const bound = chosen.filter(isBound);
  const ids = bound.map(({ id }) => id);
  const taken = new Map((await aliveKeys(tx, bound)).map(({ key, id }) => [key, id]));
  const found = new Map<number, Words>();
  for (const run of bound) {
    const holder = taken.get(keyOf(run));
    if (holder === undefined) taken.set(keyOf(run), run.id);
    else if (holder !== run.id) found.set(run.id, ids.includes(holder) ? TWICE : ALIVE);
  }
  return found;
}

function isBound({ jobType, overlapKey }: Chosen): boolean {
  const type = jobTypeOf(jobType);
  return type !== undefined && overlapKey !== null && type.overlap !== "allow";
}

const keyOf = ({ jobType, overlapKey }: { jobType: string; overlapKey: string | null }) =>
  `${jobType} ${overlapKey}`;

async function aliveKeys(tx: Tx, bound: Chosen[]): Promise<Array<{ key: string; id: number }>> {
  if (bound.length === 0) return [];
  const alive = await tx
    .select({ id: runs.id, jobType: runs.jobType, overlapKey: runs.overlapKey })
    .from(runs)
    .where(
      and(
        inArray(runs.jobType, [...new Set(bound.map(({ jobType }) => jobType))]),
        inArray(runs.overlapKey, [...new Set(bound.flatMap(({ overlapKey }) => overlapKey ?? []))]),
        inArray(runs.status, [...WAITING, ...ACTIVE, "interrupted"]),
      ),
    );
  return alive.map((run) => ({ key: keyOf(run), id: run.id }));
}
