import type { BackupTx } from "../platform/backup-database.ts";

export type Walls = {
  references: Array<{ table: string; name: string; definition: string }>;
  forced: string[];
};

/** Takes references and forced row security away, which stand in the way of filling tables one after another. */
export async function dropWalls(tx: BackupTx): Promise<Walls> {
  const references = await tx<Walls["references"]>`
    select 'public.' || quote_ident(c.relname) as table, quote_ident(conname) as name, pg_get_constraintdef(k.oid) as definition
    from pg_constraint k join pg_class c on c.oid = k.conrelid where contype = 'f' and conparentid = 0 and connamespace = 'public'::regnamespace order by 1, 2`;
  const forced = await tx<{ name: string }[]>`
    select 'public.' || quote_ident(relname) as name from pg_class
    where relnamespace = 'public'::regnamespace and relforcerowsecurity order by 1`;
  for (const { table, name } of references)
    await tx.unsafe(`alter table ${table} drop constraint ${name}`);
  for (const { name } of forced) await tx.unsafe(`alter table ${name} no force row level security`);
  return { references: [...references], forced: forced.map(({ name }) => name) };
}

/** Puts them back; each reference is checked over all rows. */
export async function raiseWalls(tx: BackupTx, { references, forced }: Walls): Promise<void> {
  for (const { table, name, definition } of references)
    await tx.unsafe(`alter table ${table} add constraint ${name} ${definition}`);
  for (const name of forced) await tx.unsafe(`alter table ${name} force row level security`);
}
