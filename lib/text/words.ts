/** More words than this narrow nothing any more and cost a comparison each. */
const WORDS_MAX = 8;

export const wordsOf = (text: string): string[] =>
  text.split(/\s+/).filter(Boolean).slice(0, WORDS_MAX);

/** For `ilike`: contains the word; `%` and `_` mean themselves. */
export const patternOf = (word: string): string =>
  `%${word.replaceAll(/[\\%_]/g, String.raw`\$&`)}%`;

/** The run that `999` or `#999` may mean. */
export function numberOf(word: string): number | undefined {
  const digits = /^#?(\d{1,15})$/.exec(word)?.[1];
  return digits === undefined ? undefined : Number(digits);
}
