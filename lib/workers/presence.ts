import { sql, type SQL } from "drizzle-orm";

const CLASS = 7_466_001;

/** The session lock by which a worker shows that it is connected: Postgres drops it with the connection, also after kill -9. */
export function presenceLock(workerId: string): [number, number] {
  return [CLASS, Number.parseInt(workerId.slice(-8), 16) | 0];
}

/** Whether a worker's session lock is held, for use in a statement over its id column. Both halves are read as unsigned numbers. */
export function isConnected(id: SQL): SQL<boolean> {
  return sql<boolean>`exists (select 1 from pg_locks where locktype = 'advisory' and classid = ${sql.raw(String(CLASS))}
    and objid::bigint = ('x' || lpad(right(${id}::text, 8), 16, '0'))::bit(64)::bigint and granted)`;
}
