import { sql } from "drizzle-orm";
import type { Tx } from "../platform/db.ts";
import { CHANNEL } from "../platform/queue.ts";

/** Tells every listener that a run changed: its number only; who listens reads what he may see. */
export async function announceRun(tx: Tx, runId: number): Promise<void> {
  await tx.execute(sql`select pg_notify(${CHANNEL.runs}, ${String(runId)})`);
}
