import { and, eq, inArray, isNull } from "drizzle-orm";
import { workers } from "#drizzle/schema/runs.ts";
import { sweepFindings } from "#drizzle/schema/sweeps.ts";
import { appNow } from "../platform/clock.ts";
import type { Tx } from "../platform/db.ts";
import { newId } from "../platform/ids.ts";

type Held = { id: number; claim: number; jobType: string };

/** What the report of the sweep tells later is noted in the transaction of what happened. */
export async function noteLostWorkers(tx: Tx, ids: string[]): Promise<void> {
  if (ids.length === 0) return;
  const lost = await tx
    .select({ workerId: workers.id, workerName: workers.name, lastSignAt: workers.heartbeatAt })
    .from(workers)
    .where(inArray(workers.id, ids));
  const rows = lost.map((worker) => ({ ...worker, ...found(), kind: "worker" as const }));
  if (rows.length > 0) await tx.insert(sweepFindings).values(rows);
}

export type Taken = Held & {
  workerId: string | null;
  workerName: string;
  lastSignAt: Date;
  /** Known at once for one that was asked to stop; of the others it is decided later. */
  outcome?: "stopped";
};

export async function noteTaken(tx: Tx, { id, ...taken }: Taken): Promise<void> {
  await tx.insert(sweepFindings).values({ ...taken, ...found(), kind: "run", runId: id });
}

export async function noteDecided(tx: Tx, run: Held, outcome: "resumed" | "failed"): Promise<void> {
  const { id, claim } = run;
  await tx
    .update(sweepFindings)
    .set({ outcome })
    .where(
      and(
        eq(sweepFindings.runId, id),
        eq(sweepFindings.claim, claim),
        isNull(sweepFindings.outcome),
      ),
    );
}

export async function noteQuarantined(tx: Tx, { id, claim, jobType }: Held): Promise<void> {
  const row = { ...found(), kind: "quarantine", runId: id, claim, jobType } as const;
  await tx.insert(sweepFindings).values(row);
}

const found = () => ({ id: newId(), foundAt: appNow });
