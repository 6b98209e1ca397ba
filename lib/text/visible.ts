/**
 * A text with nothing hidden in it: control characters, terminal escapes and what turns the direction of reading are written out
 * (`\x1b`, `\u202e`), halves of characters become the replacement character. Line ends and tabs stay.
 */
export function visible(text: string): string {
  return text.toWellFormed().replaceAll(UNSEEN, written);
}

/** One record in a file of lines: further lines of a message are indented, so that none looks like a record of its own. */
export const oneRecord = (text: string) => visible(text).replaceAll("\n", "\n    ");

const UNSEEN = /[\p{Cc}\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069\ufeff]/gu;

/** Unicode has pictures for control characters, but few fonts have them. */
function written(sign: string): string {
  if (sign === "\n" || sign === "\t") return sign;
  const digits = sign.charCodeAt(0).toString(16);
  return digits.length <= 2 ? `\\x${digits.padStart(2, "0")}` : `\\u${digits.padStart(4, "0")}`;
}
