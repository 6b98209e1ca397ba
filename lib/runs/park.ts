import { and, asc, eq, inArray, isNotNull, lte } from "drizzle-orm";
import { runs } from "#drizzle/schema/runs.ts";
import { appNow } from "../platform/clock.ts";
import type { Tx } from "../platform/db.ts";
import { enqueue } from "../platform/queue.ts";
import { among } from "./among.ts";
import { inLane, roomIn, type Lane } from "./room.ts";
import { WAITING } from "./status.ts";

/** Lets waiting runs wait without a message; `why` is what people read. Answers those that were waiting. */
export async function parkRuns(tx: Tx, ids: number[], why: string): Promise<number[]> {
  const parked = await tx
    .update(runs)
    .set({ status: "queued", parkedAt: appNow, message: why, updatedAt: appNow })
    .where(and(among(ids), inArray(runs.status, WAITING)))
    .returning({ id: runs.id });
  return parked.map((run) => run.id);
}

/** Gives the oldest parked runs of a lane their messages back, as many as may run here. The lane must be locked. */
export async function releaseParked(
  tx: Tx,
  lane: Lane,
  limit: number,
  payloadVersion: number,
): Promise<number[]> {
  const [anyParked] = await parkedIn(tx, lane, 1, payloadVersion);
  if (!anyParked) return [];
  const room = await roomIn(tx, lane, limit);
  const ids = (await parkedIn(tx, lane, room, payloadVersion)).map((run) => run.id);
  if (ids.length === 0) return [];
  await tx.update(runs).set({ parkedAt: null, message: null, updatedAt: appNow }).where(among(ids));
  for (const id of ids) await enqueue(tx, id);
  return ids;
}

function parkedIn(tx: Tx, lane: Lane, limit: number, payloadVersion: number) {
  return tx
    .select({ id: runs.id })
    .from(runs)
    .where(
      and(
        inLane(lane),
        eq(runs.status, "queued"),
        isNotNull(runs.parkedAt),
        lte(runs.payloadVersion, payloadVersion),
      ),
    )
    .orderBy(asc(runs.id))
    .limit(limit);
}
