import { and, eq } from "drizzle-orm";
import { runs } from "#drizzle/schema/runs.ts";
import { write } from "../access/transact.ts";
import type { Viewer } from "../access/viewer.ts";
import { recordAudit } from "../audit/record.ts";
import { appNow } from "../platform/clock.ts";
import type { Tx } from "../platform/db.ts";
import { conflict, forbidden, isRefusal } from "../text/refusal.ts";
import { announceRun } from "./announce.ts";
import { loadRun, type StoredRun } from "./load.ts";
import { decide, PERMISSION, type RunAction } from "./may.ts";
import { STATUS, type RunStatus } from "./status.ts";

/** Which run, and as what it was decided upon. */
export type Target = {
  runId: number;
  /** The claim that was on screen: a decision that comes late hits no later attempt. */
  seenClaim?: number;
  /** The status that was counted: what has become something else meanwhile is left as it is. */
  seenStatus?: RunStatus;
};

export type Change = {
  to: RunStatus;
  set: Partial<typeof runs.$inferInsert> | Record<string, unknown>;
  /** What the audit entry says besides the status. */
  note?: Record<string, unknown>;
};

/**
 * What every action of a person on a run has in common: the visible row, the decision, one conditional update, one audit
 * entry, one announcement, in one transaction. A refused attempt leaves an audit entry too. A run that is not as it was seen any
 * more is refused.
 * `plan` answers what to write; `also` runs in the same transaction after the update has won.
 * Throws Refusal `not-found`, `forbidden`, `conflict` (with what the run is now, and by whom).
 */
export async function changeRun(
  viewer: Viewer,
  target: Target,
  action: RunAction,
  plan: (run: StoredRun, tx: Tx) => Change | Promise<Change>,
  also: (tx: Tx, run: StoredRun) => Promise<void> = async () => undefined,
): Promise<RunStatus> {
  const { runId } = target;
  try {
    return await write(viewer, async (tx) => {
      const run = await loadRun(tx, viewer, runId);
      permit(viewer, run, action);
      refuseLate(run, target);
      const change = await plan(run, tx);
      await update(tx, viewer, run, action, change);
      await also(tx, run);
      await recordAudit(tx, viewer, entry(run, action, { status: change.to, ...change.note }));
      await announceRun(tx, runId);
      return change.to;
    });
  } catch (error) {
    if (isRefusal(error, "forbidden") || isRefusal(error, "conflict"))
      await recordRefusal(viewer, runId, action, error.message);
    throw error;
  }
}

function permit(viewer: Viewer, run: StoredRun, action: RunAction): void {
  const decision = decide(viewer, run, action);
  if (decision.allowed) return;
  if (decision.because === "permission") throw forbidden(PERMISSION[action]);
  throw conflict(
    `Run #${run.id} can't be ${DONE[action]}. ${decision.reason}${by(run, decision.reason)}`,
  );
}

function refuseLate(run: StoredRun, { seenClaim, seenStatus }: Target): void {
  if (seenClaim !== undefined && seenClaim !== run.claim) {
    throw conflict(
      `Run #${run.id} was tried again meanwhile by ${run.updatedBy}. Look at how that went first.`,
    );
  }
  if (seenStatus !== undefined && seenStatus !== run.status) {
    const now = STATUS[run.status].label.toLowerCase().replace("…", "");
    throw conflict(
      `Run #${run.id} has changed meanwhile. It is ${now} now. Last changed by ${run.updatedBy}.`,
    );
  }
}

/** The claim stands in the condition, so that an answer to what was on screen can't hit a later attempt. */
async function update(
  tx: Tx,
  viewer: Viewer,
  run: StoredRun,
  action: RunAction,
  change: Change,
): Promise<void> {
  const changed = await tx
    .update(runs)
    .set({ ...change.set, status: change.to, updatedAt: appNow, updatedBy: viewer.name })
    .where(and(eq(runs.id, run.id), eq(runs.status, run.status), eq(runs.claim, run.claim)))
    .returning({ id: runs.id });
  if (changed.length > 0) return;
  // Somebody was faster: say what it is now.
  permit(viewer, await loadRun(tx, viewer, run.id), action);
  throw conflict(`Run #${run.id} changed a moment ago. Look at it again.`);
}

function entry(run: StoredRun, action: RunAction, after: Record<string, unknown>) {
  const at = { objectType: "run", objectId: run.id, domainId: run.domainId };
  return {
    action: `run.${action}`,
    ...at,
    before: { status: run.status, attempt: run.attempt },
    after,
  };
}

/** In a transaction of its own, for the refused one is rolled back. */
async function recordRefusal(
  viewer: Viewer,
  runId: number,
  action: RunAction,
  reason: string,
): Promise<void> {
  await write(viewer, async (tx) => {
    const run = await loadRun(tx, viewer, runId);
    await recordAudit(tx, viewer, {
      ...entry(run, action, { reason }),
      action: `run.${action}-refused`,
    });
  });
}

/** Who brought the run into the state that stands in the way. */
const by = (run: StoredRun, reason: string) =>
  reason.startsWith("It is ") ? ` Last changed by ${run.updatedBy}.` : "";

const DONE: Record<RunAction, string> = {
  cancel: "cancelled",
  stop: "stopped",
  retry: "retried",
  release: "released",
  settle: "set to done",
};
