/** What a product file may hold. Every limit is named in the message of the fault that it causes. */
export const LIMITS = {
  columnCount: 2_000,
  cellBytes: 64 * 1024,
  /** One record with its line breaks; bounds the memory that an unclosed quote can take. */
  recordBytes: 4 * 1024 * 1024,
  headerCellChars: 255,
  /** As much of the file's beginning as decides its format; the header must lie in it. */
  headBytes: 1024 * 1024,
} as const;
