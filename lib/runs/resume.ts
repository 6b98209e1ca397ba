import { and, asc, count, eq } from "drizzle-orm";
import { attempts, runs } from "#drizzle/schema/runs.ts";
import { write } from "../access/transact.ts";
import type { Viewer } from "../access/viewer.ts";
import { jobTypeOf } from "../job-types/find.ts";
import { noteEnd } from "../notices/note-end.ts";
import { queueReports } from "../reports/queue-reports.ts";
import { appNow } from "../platform/clock.ts";
import type { Tx } from "../platform/db.ts";
import { enqueue } from "../platform/queue.ts";
import { apart } from "../platform/apart.ts";
import { noteDecided } from "../sweeps/note.ts";
import { announceRun } from "./announce.ts";
import { HELD_COLUMNS, type HeldRow } from "./fence.ts";

/** A run that loses this many workers may well be what ends them. */
const LOSSES_MAX = 5;

/**
 * Decides about interrupted runs: another worker gets them where the job type says that this is safe, else they have failed.
 * Types that this process does not know are left to one that does.
 */
export async function resumeInterrupted(
  viewer: Viewer,
  into: { resumed: number[]; failed: number[] },
): Promise<void> {
  const ids = await write(viewer, (tx) =>
    tx
      .select({ id: runs.id })
      .from(runs)
      .where(eq(runs.status, "interrupted"))
      .orderBy(asc(runs.id))
      .limit(500),
  );
  for (const { id } of ids)
    await apart(`run ${id}`, () => write(viewer, (tx) => decide(tx, id, into)));
}

async function decide(
  tx: Tx,
  id: number,
  into: { resumed: number[]; failed: number[] },
): Promise<void> {
  const [row] = await tx
    .select(HELD_COLUMNS)
    .from(runs)
    .where(and(eq(runs.id, id), eq(runs.status, "interrupted")))
    .for("no key update", { skipLocked: true });
  const type = row && jobTypeOf(row.jobType);
  if (!row || !type) return;
  const goesOn = type.retry.afterLostWorker && (await lossesOf(tx, id)) <= LOSSES_MAX;
  await noteDecided(tx, row, goesOn ? "resumed" : "failed");
  await (goesOn ? giveBack(tx, row) : giveUp(tx, row));
  (goesOn ? into.resumed : into.failed).push(id);
  await announceRun(tx, id);
}

async function lossesOf(tx: Tx, runId: number): Promise<number> {
  const [row] = await tx
    .select({ losses: count() })
    .from(attempts)
    .where(and(eq(attempts.runId, runId), eq(attempts.outcome, "interrupted")));
  return row?.losses ?? 0;
}

async function giveBack(tx: Tx, row: HeldRow): Promise<void> {
  const message = `${row.errorMessage ?? "Its worker was lost."} It goes on with another one.`;
  await tx
    .update(runs)
    .set({
      status: "queued",
      queuedAt: appNow,
      workerId: null,
      message,
      updatedAt: appNow,
      updatedBy: "sweep",
    })
    .where(eq(runs.id, row.id));
  await enqueue(tx, row.id);
}

async function giveUp(tx: Tx, row: HeldRow): Promise<void> {
  const message = `${row.errorMessage ?? "Its worker was lost."} This job is not repeated by itself.`;
  await tx
    .update(runs)
    .set({
      status: "failed",
      errorMessage: message,
      message,
      updatedAt: appNow,
      updatedBy: "sweep",
    })
    .where(eq(runs.id, row.id));
  await noteEnd(tx, row, "failed", message);
  await queueReports(tx, row, "failed");
}
