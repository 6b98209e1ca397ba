import type { Confidence, Guess } from "./guess-mapping.ts";
import type { Inspection } from "./inspect.ts";
import { Mapping } from "./mapping.ts";

/** How a column came to its target: guessed, from a mapping that was saved with this header, or chosen by hand. */
export type Match = { match: Confidence | "saved" | "chosen"; why: string };

/** What a draft keeps of a look into its file. */
export type DraftInspection = Omit<Inspection, "ok"> & {
  /** By the column's position. */
  matches: Match[];
  /** The person whose mapping was recognised by the header. */
  savedBy?: string;
};

/** Distinct values of a column that are kept for the page; the guess has seen more. */
const KEPT_VALUES = 12;
const KEPT_CHARS = 60;

/** The inspection as a draft keeps it: small enough to be read with every page of the wizard. */
export function keptInspection(
  { ok: _ok, samples, ...found }: Inspection,
  matches: Match[],
  savedBy?: string,
): DraftInspection {
  const kept = samples.map(({ values, filled, rows }) => ({
    filled,
    rows,
    values: values.slice(0, KEPT_VALUES).map((value) => value.slice(0, KEPT_CHARS).toWellFormed()),
  }));
  return { ...found, samples: kept, matches, ...(savedBy !== undefined && { savedBy }) };
}

export const guessedMatches = (guesses: readonly Guess[]): Match[] =>
  guesses.map(({ confidence, why }) => ({ match: confidence, why }));

/** Mappings come back from the database as they went in, unless another version of the program wrote them. */
export function mappingOf(stored: unknown): Mapping | undefined {
  const parsed = Mapping.safeParse(stored);
  return parsed.success ? parsed.data : undefined;
}
