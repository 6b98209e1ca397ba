import type { BackupTx } from "../platform/backup-database.ts";

/** One table as it is copied: its rows in one piece, also those of its partitions. */
export type TableShape = { name: string; columns: string[]; rowCount: number };

/** What belongs to a database besides the rows and is not in the migrations. */
export type Shape = {
  /** How many migrations had run, and the server's version. */
  migrationCount: number;
  server: string;
  tables: TableShape[];
  /** Partitions are made as time goes by. */
  partitions: Array<{ parent: string; name: string; bound: string }>;
  sequences: Array<{ name: string; last: string; called: boolean }>;
};

/** Reads it within the snapshot in which the rows are copied. Names are quoted where they need it. */
export async function readShape(tx: BackupTx): Promise<Shape> {
  const [facts] = await tx<{ migrations: number; server: string }[]>`
    select (select count(*)::int from drizzle.__drizzle_migrations) as migrations, current_setting('server_version') as server`;
  return {
    migrationCount: facts?.migrations ?? 0,
    server: facts?.server ?? "",
    tables: await readTables(tx),
    partitions: await readPartitions(tx),
    sequences: await readSequences(tx),
  };
}

async function readTables(tx: BackupTx): Promise<TableShape[]> {
  const found = await tx<{ name: string; columns: string[] }[]>`
    select 'public.' || quote_ident(c.relname) as name, array_agg(quote_ident(a.attname) order by a.attnum) as columns
    from pg_class c join pg_attribute a on a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped and a.attgenerated = ''
    where c.relnamespace = 'public'::regnamespace and c.relkind in ('r', 'p') and not c.relispartition
    group by c.oid order by 1`;
  const tables: TableShape[] = [];
  for (const { name, columns } of found)
    tables.push({ name, columns, rowCount: await countRows(tx, name) });
  return tables;
}

export async function countRows(tx: BackupTx, table: string): Promise<number> {
  const [row] = await tx.unsafe<{ n: string }[]>(`select count(*) as n from ${table}`);
  return Number(row?.n ?? 0);
}

async function readPartitions(tx: BackupTx): Promise<Shape["partitions"]> {
  return await tx<Shape["partitions"]>`
    select 'public.' || quote_ident(p.relname) as parent, 'public.' || quote_ident(c.relname) as name,
      pg_get_expr(c.relpartbound, c.oid) as bound
    from pg_class c join pg_inherits i on i.inhrelid = c.oid join pg_class p on p.oid = i.inhparent
    where c.relnamespace = 'public'::regnamespace and c.relispartition and c.relkind = 'r' order by 2`;
}

async function readSequences(tx: BackupTx): Promise<Shape["sequences"]> {
  return await tx<Shape["sequences"]>`
    select format('%I.%I', schemaname, sequencename) as name, coalesce(last_value, start_value)::text as last,
      last_value is not null as called
    from pg_sequences where schemaname = 'public' order by 1`;
}

/** Tables whose rows the backup's role would not see, all or some of them. */
export async function hiddenTables(tx: BackupTx): Promise<string[]> {
  const rows = await tx<{ name: string }[]>`
    select c.relname as name from pg_class c
    where c.relnamespace = 'public'::regnamespace and c.relkind in ('r', 'p') and (
      not has_table_privilege(c.oid, 'select') or (row_security_active(c.oid) and not exists (
        select 1 from pg_policy p where p.polrelid = c.oid and p.polpermissive and p.polcmd in ('r', '*')
          and current_user::regrole = any (p.polroles) and pg_get_expr(p.polqual, c.oid) = 'true')))
    order by 1`;
  return rows.map(({ name }) => name);
}

/** Tables and partitions that hold rows themselves. */
export async function storedTables(tx: BackupTx): Promise<string[]> {
  const rows = await tx<{ name: string }[]>`
    select relname as name from pg_class where relnamespace = 'public'::regnamespace and relkind = 'r' order by 1`;
  return rows.map(({ name }) => name);
}
