import { sql } from "drizzle-orm";
import { read } from "../access/transact.ts";
import type { Viewer } from "../access/viewer.ts";

export type TableFacts = {
  schema: string;
  name: string;
  /** As the planner believes it. Of a partitioned table: of all its partitions. */
  rowCount: number;
  deadCount: number;
  /** Rows changed since the statistics were made. */
  changedCount: number;
  /** Seconds since; null where they were never made. */
  ageSeconds: number | null;
  isPartitioned: boolean;
};

/** Our tables and the queue's, by name. Partitions come with their table. */
export function listTables(viewer: Viewer): Promise<TableFacts[]> {
  return read(viewer, async (tx) => {
    const rows = await tx.execute<TableFacts>(sql`
      with own as (
        select c.oid, n.nspname, c.relname, c.relkind = 'p' as "isPartitioned", coalesce(p.relid, c.oid) as part
        from pg_class c join pg_namespace n on n.oid = c.relnamespace
        left join lateral pg_partition_tree(c.oid) p on c.relkind = 'p' and p.isleaf
        where n.nspname in ('public', 'pgboss') and c.relkind in ('r', 'p') and not c.relispartition
      )
      select own.nspname as schema, own.relname as name, "isPartitioned", coalesce(sum(s.n_live_tup), 0)::float8 as "rowCount",
        coalesce(sum(s.n_dead_tup), 0)::float8 as "deadCount", coalesce(sum(s.n_mod_since_analyze), 0)::float8 as "changedCount",
        extract(epoch from clock_timestamp() - greatest(max(t.last_analyze), max(t.last_autoanalyze)))::float8 as "ageSeconds"
      from own left join pg_stat_all_tables s on s.relid = own.part left join pg_stat_all_tables t on t.relid = own.oid
      group by 1, 2, 3 order by 1, 2`);
    return [...rows];
  });
}
