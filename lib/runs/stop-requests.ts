import { inArray } from "drizzle-orm";
import { runs } from "#drizzle/schema/runs.ts";
import { read } from "../access/transact.ts";
import { systemViewer } from "../access/viewer.ts";
import { ACTIVE } from "./status.ts";

export type HeldRun = { id: number; claim: number };

/**
 * Of the runs that a worker executes, those that were asked to stop, and those that are not its own any more. Asked once a second,
 * for a notification may be lost.
 */
export async function stopRequests(
  held: readonly HeldRun[],
): Promise<{ stopping: number[]; lost: number[] }> {
  if (held.length === 0) return { stopping: [], lost: [] };
  const ids = held.map((run) => run.id);
  const rows = await read(systemViewer("worker"), (tx) =>
    tx
      .select({ id: runs.id, status: runs.status, claim: runs.claim })
      .from(runs)
      .where(inArray(runs.id, ids)),
  );
  const mine = rows.filter(
    (row) =>
      ACTIVE.includes(row.status) &&
      held.some((run) => run.id === row.id && run.claim === row.claim),
  );
  return {
    stopping: mine.filter((row) => row.status === "stopping").map((row) => row.id),
    lost: ids.filter((id) => !mine.some((row) => row.id === id)),
  };
}
