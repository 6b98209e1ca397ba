import { and, eq, isNotNull, sql } from "drizzle-orm";
import { runs } from "#drizzle/schema/runs.ts";
import { write } from "../access/transact.ts";
import { systemViewer } from "../access/viewer.ts";
import { jobTypeOf } from "../job-types/find.ts";
import type { Tx } from "../platform/db.ts";
import { enqueue } from "../platform/queue.ts";
import { releaseParked } from "./park.ts";
import { laneKey, lockLane, type Lane } from "./room.ts";

const SWEEPER = systemViewer("sweep");

/**
 * Waiting runs that nothing would ever deliver get a message again: those whose message was lost (pg-boss' tables may be
 * emptied), and those whose start time came by our clock before pg-boss'. Reads all that waits and all messages. Workers only:
 * the web may not read the queue. Answers how many.
 */
export async function redeliverRuns(): Promise<number> {
  return await write(SWEEPER, redeliverLost);
}

/** Parked runs whose limit has room get their messages back. Answers how many. */
export async function releaseParkedRuns(): Promise<number> {
  let released = 0;
  for (const lane of await write(SWEEPER, parkedLanes))
    released += await write(SWEEPER, (tx) => releaseLane(tx, lane));
  return released;
}

async function redeliverLost(tx: Tx): Promise<number> {
  const [lock] = await tx.execute<{ got: boolean }>(
    sql`select pg_try_advisory_xact_lock(hashtext('nightshift redeliver')) as got`,
  );
  if (!lock?.got) return 0;
  const rows = await tx.execute<{ id: string }>(sql`
    select r.id from runs r
    where r.parked_at is null and r.updated_at < app_now() - interval '5 seconds'
      and (r.status = 'queued' or (r.status = 'deferred' and r.start_at <= app_now()))
      and not exists (select 1 from pgboss.job j where j.name = 'runs' and j.state < 'completed'
        and j.start_after <= now() and (j.data ->> 'runId')::bigint = r.id)
    order by r.id limit 1000`);
  for (const row of rows) await enqueue(tx, Number(row.id));
  return rows.length;
}

function parkedLanes(tx: Tx): Promise<Lane[]> {
  return tx
    .selectDistinct({ jobType: runs.jobType, domainId: runs.domainId })
    .from(runs)
    .where(and(eq(runs.status, "queued"), isNotNull(runs.parkedAt)))
    .then((lanes) => lanes.sort((a, b) => (laneKey(a) < laneKey(b) ? -1 : 1)));
}

async function releaseLane(tx: Tx, lane: Lane): Promise<number> {
  const type = jobTypeOf(lane.jobType);
  if (!type) return 0;
  await lockLane(tx, lane);
  return (await releaseParked(tx, lane, type.concurrencyPerDomain, type.payloadVersion)).length;
}
