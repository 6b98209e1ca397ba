/** A text as PostgreSQL can hold it: without the character NUL, which it refuses, and without halves of characters. */
export const storable = (text: string) => text.toWellFormed().replaceAll("\0", "\ufffd");

/** The same, cut at `maxLength` characters with a mark that says so. */
export function clipped(text: string, maxLength: number): string {
  const whole = storable(text);
  return whole.length > maxLength
    ? `${whole.slice(0, maxLength).toWellFormed()}… (${whole.length - maxLength} more characters)`
    : whole;
}

const ENCODER = new TextEncoder();

/** The same, cut at so many bytes of UTF-8: a character of a far script takes four of them. */
export function clippedBytes(text: string, maxBytes: number): string {
  const whole = storable(text);
  if (whole.length * 3 <= maxBytes) return whole;
  const { read } = ENCODER.encodeInto(whole, new Uint8Array(maxBytes));
  return read < whole.length
    ? `${whole.slice(0, read)}… (${whole.length - read} more characters)`
    : whole;
}
