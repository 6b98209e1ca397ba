import { eq } from "drizzle-orm";
import { runs } from "#drizzle/schema/runs.ts";
import type { Tx } from "../platform/db.ts";
import { ClaimLost, held, writeAsRun, type Claim } from "./fence.ts";
import type { Checkpoint, PendingWork } from "./pending.ts";
import { writePending, type Marked } from "./write-pending.ts";

/**
 * Commits a chunk of work together with what was noted about it and the checkpoint behind it, in the scope of the run's domain.
 * `pending` is asked after `body`, so that what the body notes belongs to it.
 * Throws `ClaimLost`: nothing was written. Throws Refusal `unavailable` when the database went away, also in the middle of COMMIT:
 * `wasWritten` tells.
 */
export async function writeChunk<T>(
  run: Claim,
  body: (tx: Tx) => Promise<T>,
  pending: () => { work: PendingWork; checkpoint: Marked },
): Promise<T> {
  return await writeAsRun(run, async (tx) => {
    await refuseEarly(tx, run);
    const answer = await body(tx);
    const { work, checkpoint } = pending();
    await writePending(tx, run, work, checkpoint);
    return answer;
  });
}

/** Spares the work of a chunk that could not be committed. Takes no lock; what counts is asked again at its end. */
async function refuseEarly(tx: Tx, run: Claim): Promise<void> {
  const [row] = await tx.select({ id: runs.id }).from(runs).where(held(run));
  if (!row) throw new ClaimLost(run);
}

/** Whether the chunk with this number was committed, asked after its answer was lost. Throws `ClaimLost`. */
export async function wasWritten(run: Claim, chunk: number): Promise<boolean> {
  return await writeAsRun(run, async (tx) => {
    await refuseEarly(tx, run);
    const [row] = await tx
      .select({ checkpoint: runs.checkpoint })
      .from(runs)
      .where(eq(runs.id, run.id));
    return ((row?.checkpoint as Checkpoint | null)?.chunk ?? 0) >= chunk;
  });
}

/** Writes progress between chunks. */
export async function writeProgress(
  run: Claim,
  pending: PendingWork,
  checkpoint?: Marked,
): Promise<void> {
  await writeAsRun(run, (tx) => writePending(tx, run, pending, checkpoint));
}
