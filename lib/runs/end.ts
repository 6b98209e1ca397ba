import { transact, type Tx } from "../platform/db.ts";
import type { LogInput } from "./append-log.ts";
import { endRows, type RowEnd } from "./end-rows.ts";
import { ClaimLost, lockHeldRows, scopeOfRuns, type Claim, type HeldRow } from "./fence.ts";
import type { PendingWork } from "./pending.ts";
import type { RunStatus } from "./status.ts";
import type { Ending } from "./verdict.ts";

/** How a claim ends, with what its handler noted and the database does not know yet. */
export type RunEnd = {
  run: Claim & { jobType: string };
  ending: Ending;
  pending?: PendingWork | undefined;
  /** The last lines of its log, where they were not written before. */
  lines?: LogInput[] | undefined;
};

/**
 * Ends claims: each run's status with its message, its attempt, its steps, the notice, and whoever waited for its place. One
 * transaction for all of them, each fenced by its own claim. A failure that the job type's policy forgives becomes a later
 * attempt. Answers the new status per run; a run that was taken or ended by somebody else is missing in it.
 * Throws Refusal `unavailable` when the database is away: then nothing was written.
 */
export async function endRuns(ends: RunEnd[]): Promise<Map<number, RunStatus>> {
  const claims = ends.map((end) => end.run);
  return await transact(scopeOfRuns(claims), "read write", async (tx) => {
    const rows = await lockHeldRows(tx, claims);
    const own = ends.flatMap(({ run, ending, pending, lines }): RowEnd[] => {
      const row = rows.get(run.id);
      return row ? [{ row, ending, pending, lines }] : [];
    });
    return await endRows(tx, own);
  });
}

/** Ends one. Throws `ClaimLost` too. */
export async function endRun(
  run: Claim & { jobType: string },
  ending: Ending,
  pending?: PendingWork,
  lines?: LogInput[],
): Promise<RunStatus> {
  const status = (await endRuns([{ run, ending, pending, lines }])).get(run.id);
  if (!status) throw new ClaimLost(run);
  return status;
}

/** The same for a row that the caller has locked. */
export async function endWithin(tx: Tx, row: HeldRow, ending: Ending): Promise<RunStatus> {
  return (await endRows(tx, [{ row, ending }])).get(row.id) as RunStatus;
}
