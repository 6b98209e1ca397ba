import { and, asc, eq, inArray, sql, type SQL } from "drizzle-orm";
import { runs } from "#drizzle/schema/runs.ts";
import { transact, type Scope, type Tx } from "../platform/db.ts";
import { among } from "./among.ts";
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

/** What runs' own writes may touch: their domains and nothing else; an installation's run sees all. */
export function scopeOfRuns(claims: Array<Pick<Claim, "domainId">>): Scope {
  const domains = claims.flatMap(({ domainId }) => domainId ?? []);
  return domains.length === claims.length
    ? { domains: [...new Set(domains)], installation: false }
    : { domains: "all", installation: true };
}

/** A transaction in the run's scope. */
export function writeAsRun<T>(run: Claim, body: (tx: Tx) => Promise<T>): Promise<T> {
  return transact(scopeOfRuns([run]), "read write", body);
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
  logSeq: runs.logSeq,
  warningCount: runs.warningCount,
  stopRequestedBy: runs.stopRequestedBy,
  settledReason: runs.settledReason,
  message: runs.message,
  errorMessage: runs.errorMessage,
};

export type HeldRow = Awaited<ReturnType<typeof lockHeld>>;

/** Locks those of the runs that are still held, in the order of their numbers; the others are missing in the answer. */
export async function lockHeldRows(tx: Tx, claims: Claim[]): Promise<Map<number, HeldRow>> {
  const rows = await tx
    .select(HELD_COLUMNS)
    .from(runs)
    .where(
      and(among(claims.map(({ id }) => id)), isClaimedAs(claims), inArray(runs.status, ACTIVE)),
    )
    .orderBy(asc(runs.id))
    .for("no key update");
  return new Map(rows.map((row) => [row.id, row]));
}

/** By a map from number to claim, which costs one parameter however many they are. */
function isClaimedAs(claims: Claim[]): SQL {
  const byId = JSON.stringify(Object.fromEntries(claims.map(({ id, claim }) => [id, claim])));
  return sql`${runs.claim} = (${byId}::jsonb ->> ${runs.id}::text)::int`;
}

/** Locks the run for the rest of the transaction. Throws `ClaimLost`. */
export async function lockHeld(tx: Tx, run: Claim) {
  const [row] = await tx.select(HELD_COLUMNS).from(runs).where(held(run)).for("no key update");
  if (!row) throw new ClaimLost(run);
  return row;
}
