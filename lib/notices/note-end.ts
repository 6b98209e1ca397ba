import { sql } from "drizzle-orm";
import { notices } from "#drizzle/schema/data.ts";
import { appNow } from "../platform/clock.ts";
import type { Tx } from "../platform/db.ts";
import { newId } from "../platform/ids.ts";
import { CHANNEL } from "../platform/queue.ts";

type EndedRun = { id: number; title: string; startedBy: string | null; domainId: string | null };

/** Tells the person who started a run how it ended, in the transaction that ends it. The channel carries the person's id. */
export async function noteEnd(
  tx: Tx,
  run: EndedRun,
  outcome: string,
  body: string | null,
): Promise<void> {
  if (!run.startedBy) return;
  await tx.insert(notices).values({
    id: newId(),
    userId: run.startedBy,
    domainId: run.domainId,
    runId: run.id,
    outcome,
    title: run.title,
    body,
    createdAt: appNow,
  });
  await tx.execute(sql`select pg_notify(${CHANNEL.notices}, ${run.startedBy})`);
}
