import { and, eq, isNull, sql } from "drizzle-orm";
import { attempts, steps } from "#drizzle/schema/runs.ts";
import { appNow, appNowOnce } from "../platform/clock.ts";
import type { Tx } from "../platform/db.ts";
import type { RunError } from "./verdict.ts";

export type AttemptEnd = {
  /** A final status, `interrupted` or `handed-over`. */
  outcome: string;
  error?: RunError;
  /** When it is known to have ended earlier than now. */
  endedAt?: Date;
};

/** The stack of an error is kept up to here. */
const TRACE_MAX = 64 * 1024;

/** Ends the attempt's row and the step that was under way. */
export async function closeAttempt(
  tx: Tx,
  run: { id: number; claim: number },
  end: AttemptEnd,
): Promise<void> {
  const endedAt = end.endedAt ? sql<Date>`${end.endedAt.toISOString()}::timestamptz` : appNow;
  await tx
    .update(attempts)
    .set({
      outcome: end.outcome,
      endedAt,
      errorCode: end.error?.code,
      errorMessage: end.error?.message,
      errorTrace: end.error?.trace?.slice(0, TRACE_MAX),
    })
    .where(
      and(eq(attempts.runId, run.id), eq(attempts.claim, run.claim), isNull(attempts.outcome)),
    );
  // What ended well has no step under way.
  if (end.outcome.startsWith("completed")) return;
  const status = stepStatus(end.outcome);
  const ended =
    status === "waiting"
      ? { startedAt: null }
      : { endedAt: sql`coalesce(${steps.endedAt}, ${endedAt})` };
  await tx
    .update(steps)
    .set({ status, ...ended })
    .where(and(eq(steps.runId, run.id), eq(steps.status, "running")));
}

/** Ends the attempts of runs that ended well, in which no step is under way any more. */
export async function closeGoodAttempts(
  tx: Tx,
  ends: Array<{ id: number; claim: number; outcome: string }>,
): Promise<void> {
  if (ends.length === 0) return;
  const rows = ends.map(({ id, claim, outcome }) => ({ id, claim, outcome }));
  await tx.execute(sql`
    update attempts as a set outcome = v.outcome, ended_at = ${appNowOnce}
    from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) as v(id bigint, claim int, outcome text)
    where a.run_id = v.id and a.claim = v.claim and a.outcome is null`);
}

/** A step that was handed over has not ended: it waits for the next worker. */
function stepStatus(outcome: string): "waiting" | "stopped" | "failed" {
  if (outcome === "handed-over") return "waiting";
  return outcome === "stopped" ? "stopped" : "failed";
}
