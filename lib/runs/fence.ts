import { and, eq, inArray, type SQL } from "drizzle-orm";
import { runs } from "#drizzle/schema/runs.ts";
import { transact, type Scope, type Tx } from "../platform/db.ts";
import { ACTIVE } from "./status.ts";

/** One taking of a run by a worker: what every write of that worker carries. */
export type Claim = { id: number; claim: number; domainId: string | null; createdAt: Date };

/** This process may not write for the run any more: somebody else took it, or it was ended. Stop at once. */
export class ClaimLost extends Error {
  constructor(run: { id: number; claim: number }) {
    super(`Claim ${run.claim} of run ${run.id} is lost.`);
    this.name = "ClaimLost";
  }
}

/** The condition under which a worker's write counts. No row: the claim is lost. */
export function held(run: Claim): SQL {
  return and(eq(runs.id, run.id), eq(runs.claim, run.claim), inArray(runs.status, ACTIVE)) as SQL;
}

/** What a run's own writes may touch: its domain and nothing else; an installation's run sees all. */
export function scopeOfRun({ domainId }: Pick<Claim, "domainId">): Scope {
  return domainId
    ? { domains: [domainId], installation: false }
    : { domains: "all", installation: true };
}

/** A transaction in the run's scope. */
export function writeAsRun<T>(run: Claim, body: (tx: Tx) => Promise<T>): Promise<T> {
  return transact(scopeOfRun(run), "read write", body);
}

/** What ending a run needs of its row. Named one by one, so that a newer table does not trouble an older worker. */
export const HELD_COLUMNS = {
  id: runs.id,
  createdAt: runs.createdAt,
  claim: runs.claim,
  attempt: runs.attempt,
  status: runs.status,
  jobType: runs.jobType,
  title: runs.title,
  domainId: runs.domainId,
  startedBy: runs.startedBy,
  scheduleId: runs.scheduleId,
  startAt: runs.startAt,
  inputHash: runs.inputHash,
  inputFileId: runs.inputFileId,
  crashCount: runs.crashCount,
  issueCount: runs.issueCount,
  warningCount: runs.warningCount,
  stopRequestedBy: runs.stopRequestedBy,
  message: runs.message,
  errorMessage: runs.errorMessage,
};

export type HeldRow = Awaited<ReturnType<typeof lockHeld>>;

/** Locks the run for the rest of the transaction. Throws `ClaimLost`. */
export async function lockHeld(tx: Tx, run: Claim) {
  const [row] = await tx.select(HELD_COLUMNS).from(runs).where(held(run)).for("no key update");
  if (!row) throw new ClaimLost(run);
  return row;
}
