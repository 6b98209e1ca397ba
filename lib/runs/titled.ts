import { sql, type SQL } from "drizzle-orm";
import { jobTypes, runs } from "#drizzle/schema/runs.ts";
import type { Tx } from "../platform/db.ts";
import { numberOf, patternOf, wordsOf } from "../text/words.ts";

/** More runs than these are found as quickly by looking at the newest ones. */
const FEW = 2_000;
/** The index holds groups of three letters. */
const LONG_ENOUGH = /[\p{L}\p{N}]{3}/u;

/** Whether no word of a search can be looked up. */
export function isTooShort(q: string): boolean {
  const words = wordsOf(q);
  return words.length > 0 && !words.some((word) => LONG_ENOUGH.test(word));
}

/**
 * Where few runs bear the words of a search, a where-clause with their numbers, so that nobody looks through a million for
 * them. It comes besides the search's own clause, which it does not replace. Undefined where they are many, or where whole job types match.
 */
export async function titled(tx: Tx, q: string): Promise<SQL | undefined> {
  const words = wordsOf(q);
  if (words.length === 0) return undefined;
  const telling = await tellingWords(tx, words);
  if (telling.length === 0) return undefined;
  const found = await findFew(tx, telling);
  if (!found) return undefined;
  const numbers = telling.flatMap((word) => numberOf(word) ?? []);
  return sql`${runs.id} = any (${`{${[...found, ...numbers].join(",")}}`}::bigint[])`;
}

/** Words that only a run's own title can hold. A number among several words may mean another run than they do. */
async function tellingWords(tx: Tx, words: string[]): Promise<string[]> {
  const known = await tx.select({ name: jobTypes.name, title: jobTypes.title }).from(jobTypes);
  const names = known.flatMap(({ name, title }) => [name.toLowerCase(), title.toLowerCase()]);
  return words.filter(
    (word) =>
      LONG_ENOUGH.test(word) &&
      (words.length === 1 || numberOf(word) === undefined) &&
      !names.some((name) => name.includes(word.toLowerCase())),
  );
}

async function findFew(tx: Tx, words: string[]): Promise<string[] | undefined> {
  const patterns = sql.join(
    words.map((word) => sql`${patternOf(word)}`),
    sql`, `,
  );
  const [row] = await tx.execute<{ ids: string[] | null }>(
    sql`select app_runs_titled(array[${patterns}]::text[], ${FEW + 1}) as ids`,
  );
  const ids = row?.ids ?? undefined;
  return ids && ids.length <= FEW ? ids : undefined;
}
