import { sql } from "drizzle-orm";
import { CHANNEL } from "../platform/queue.ts";
import { transact } from "../platform/db.ts";

/** Tells every listener that these runs changed, one number per notification. */
export async function announceRuns(runIds: number[]): Promise<void> {
  await transact({ domains: [], installation: false }, "read write", (tx) =>
    tx.execute(
      sql`select pg_notify(${CHANNEL.runs}, id) from jsonb_array_elements_text(${JSON.stringify(runIds)}::jsonb) as id`,
    ),
  );
}
