import { asc, eq } from "drizzle-orm";
import { attempts } from "#drizzle/schema/runs.ts";
import type { Tx } from "../platform/db.ts";
import { visible } from "../text/visible.ts";

/** One taking of a run by a worker, as its page lists it. Times are ISO strings. */
export type AttemptShown = {
  claim: number;
  attempt: number;
  workerName: string;
  startedAt: string;
  endedAt: string | null;
  /** A final status, `interrupted` or `handed-over`; null while it runs. */
  outcome: string | null;
  errorCode: string | null;
  errorMessage: string | null;
  /** The stack with its last line first: what went wrong stands on top. */
  trace: string | null;
};

/** All claims of a run, the first one first. */
export async function attemptsOf(tx: Tx, runId: number): Promise<AttemptShown[]> {
  const rows = await tx
    .select()
    .from(attempts)
    .where(eq(attempts.runId, runId))
    .orderBy(asc(attempts.claim))
    .limit(200);
  return rows.map(
    ({
      claim,
      attempt,
      workerName,
      startedAt,
      endedAt,
      outcome,
      errorCode,
      errorMessage,
      errorTrace,
    }) => ({
      claim,
      attempt,
      workerName,
      outcome,
      errorCode,
      startedAt: startedAt.toISOString(),
      endedAt: endedAt?.toISOString() ?? null,
      errorMessage: errorMessage === null ? null : visible(errorMessage),
      trace: errorTrace ? lastLineFirst(visible(errorTrace)) : null,
    }),
  );
}

const lastLineFirst = (trace: string) => trace.trimEnd().split("\n").toReversed().join("\n");
