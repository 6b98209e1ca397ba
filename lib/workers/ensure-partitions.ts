import { sql } from "drizzle-orm";
import { write } from "../access/transact.ts";
import { systemViewer } from "../access/viewer.ts";

/** Makes the partitions of this month and the next two, where they are missing. */
export async function ensurePartitions(): Promise<void> {
  await write(systemViewer("partitions"), (tx) => tx.execute(sql`select app_ensure_partitions()`));
}
