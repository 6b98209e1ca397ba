import { sql } from "drizzle-orm";
import type { Viewer } from "../access/viewer.ts";
import { appNow } from "../platform/clock.ts";
import { CHANNEL } from "../platform/queue.ts";
import { changeRun, type Change, type Target } from "./change.ts";
import type { StoredRun } from "./load.ts";
import type { Settle } from "./settle-input.ts";
import type { RunStatus } from "./status.ts";
import { endSteps } from "./steps.ts";

export type SettleTarget = Target &
  Pick<Settle, "reason"> & {
    /** Of many at once their number is typed, not each run's own. */
    typedCount?: number;
  };

/** `stopping`: its worker was told to end it first; it is set to done when it has. */
export type Settled = { runId: number; status: RunStatus };

/**
 * Sets a run to done by hand: somebody saw to the matter otherwise, and nobody is to wait for it or to try it again. One that is
 * executed is stopped first, and whatever becomes of that it is `settled` then. The message of a waiting one is thrown away by the
 * worker that meets it.
 * Throws Refusal `not-found`, `forbidden`, `conflict` (completed, stopping, cancelled or settled already, or it can't be stopped).
 */
export async function settleRun(
  viewer: Viewer,
  { reason, typedCount, ...target }: SettleTarget,
): Promise<Settled> {
  const { runId } = target;
  const status = await changeRun(
    viewer,
    target,
    "settle",
    (run) => ({ ...changeOf(run, viewer, reason), note: { reason, typed: typedCount ?? runId } }),
    async (tx, run) => {
      if (run.status === "running")
        await tx.execute(sql`select pg_notify(${CHANNEL.stop}, ${String(runId)})`);
      else await endSteps(tx, runId, "stopped");
    },
  );
  return { runId, status };
}

function changeOf(run: StoredRun, viewer: Viewer, reason: string): Change {
  const asked = { settledReason: reason, stopRequestedAt: appNow, stopRequestedBy: viewer.name };
  if (run.status === "running") return { to: "stopping", set: asked };
  const message = `Set to done by ${viewer.name}`;
  const ended = { endedAt: run.endedAt ?? appNow, parkedAt: null, message };
  return { to: "settled", set: { ...asked, ...ended } };
}
