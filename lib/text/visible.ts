const PICTURES = 0x2400;

/**
 * A text with nothing hidden in it: control characters as their pictures (`␛`, `␀`), marks of direction and the rest of what
 * is not seen as `\u202e`, halves of characters as the replacement character. Line ends and tabs stay.
 */
export function visible(text: string): string {
  return text
    .toWellFormed()
    .replaceAll(/[\p{Cc}\u200e\u200f\u202a-\u202e\u2066-\u2069\ufeff]/gu, shown);
}

/** One record in a file of lines: further lines of a message are indented, so that none looks like a record of its own. */
export function oneRecord(text: string): string {
  return visible(text).replaceAll("\n", "\n    ");
}

function shown(char: string): string {
  const code = char.charCodeAt(0);
  if (char === "\n" || char === "\t") return char;
  if (code < 0x20) return String.fromCharCode(PICTURES + code);
  return code === 0x7f ? "␡" : `\\u${code.toString(16).padStart(4, "0")}`;
}
