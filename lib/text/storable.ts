/** A text as PostgreSQL can hold it: without the character NUL, which it refuses, and without halves of characters. */
export const storable = (text: string) => text.toWellFormed().replaceAll("\0", "\ufffd");

/** The same, cut at `maxLength` characters with a mark that says so. */
export function clipped(text: string, maxLength: number): string {
  const whole = storable(text);
  return whole.length > maxLength
    ? `${whole.slice(0, maxLength).toWellFormed()}… (${whole.length - maxLength} more characters)`
    : whole;
}
