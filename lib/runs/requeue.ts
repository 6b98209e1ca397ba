import type { Viewer } from "../access/viewer.ts";
import { jobTypeOf } from "../job-types/find.ts";
import { appNow } from "../platform/clock.ts";
import type { Tx } from "../platform/db.ts";
import { enqueue } from "../platform/queue.ts";
import { conflict } from "../text/refusal.ts";
import { changeRun, type Target } from "./change.ts";
import type { StoredRun } from "./load.ts";
import { aliveWithKey } from "./overlap.ts";
import { reopenSteps } from "./steps.ts";

export type Requeued = { runId: number; status: "queued" };

type Options = {
  set?: Record<string, unknown>;
  also?: (tx: Tx, run: StoredRun) => Promise<void>;
};

/**
 * Puts an ended run back into the queue as a new attempt with its frozen input; row and message in one transaction. Attempt and
 * claim are raised by the worker that takes it; checkpoint and completed steps stay, so that it goes on where it was. With
 * `seenClaim`, a second click after the new attempt has ended again makes no third one.
 */
export async function requeueRun(
  viewer: Viewer,
  target: Target,
  action: "retry" | "release",
  { set = {}, also = async () => undefined }: Options = {},
): Promise<Requeued> {
  const { runId } = target;
  await changeRun(
    viewer,
    target,
    action,
    async (run, tx) => {
      await refuseOverlap(tx, run);
      return { to: "queued", set: { ...FRESH, ...set }, note: { afterAttempt: run.attempt } };
    },
    async (tx, run) => {
      await reopenSteps(tx, runId, run.checkpoint !== null);
      await enqueue(tx, runId);
      await also(tx, run);
    },
  );
  return { runId, status: "queued" };
}

async function refuseOverlap(tx: Tx, run: StoredRun): Promise<void> {
  const type = jobTypeOf(run.jobType);
  if (!type || !run.overlapKey || type.overlap === "allow") return;
  const other = (await aliveWithKey(tx, run.jobType, run.overlapKey)).find(
    (alive) => alive.id !== run.id,
  );
  if (other) throw conflict(`${type.title} is already under way as run #${other.id}.`);
}

/** What the last attempt left is in its row of `attempts`; the run itself waits as if new. */
const FRESH = {
  queuedAt: appNow,
  startAt: null,
  startedAt: null,
  endedAt: null,
  parkedAt: null,
  workerId: null,
  stopRequestedAt: null,
  stopRequestedBy: null,
  stopReason: null,
  errorCode: null,
  errorMessage: null,
  message: null,
  progressAt: null,
};
