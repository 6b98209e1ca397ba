import { sql } from "drizzle-orm";
import { databaseRole, type Tx } from "../platform/db.ts";

const PREFIX = "nightshift worker ";

/** What the server knows the sessions of a worker and of its processes by. */
export const sessionName = (workerId: string): string => `${PREFIX}${workerId}`;

/**
 * Ends the sessions of workers that are lost, and of those that are silent, and with them their locks. The server's own patience does
 * not reach a process that froze between asking how a statement is to be sent and sending it: it counts as at work, without end
 * (measured). Only workers can do it, whose login is the same.
 */
export async function endSessionsOfLost(tx: Tx, silent: Array<{ id: string }>): Promise<void> {
  if (databaseRole() !== "worker") return;
  const ids = `{${silent.map(({ id }) => id).join(",")}}`;
  await tx.execute(sql`
    select pg_terminate_backend(pid) from pg_stat_activity
    where usename = current_user and application_name in
      (select ${PREFIX}::text || id from workers where state = 'lost' or id = any (${ids}::uuid[]))`);
}
