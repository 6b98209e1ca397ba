/** How a cell reads: its value, in one spelling for one meaning, or what was expected instead. `doubt` is a value read on a guess. */
export type Reading<T> = { value: T; doubt?: Complaint } | { problem: Complaint };
export type Complaint = { code: ValueCode; message: string };
export type ValueCode =
  | "number-expected"
  | "number-ambiguous"
  | "boolean-expected"
  | "date-expected"
  | "date-ambiguous"
  | "currency-differs"
  | "unit-unknown";
export type DecimalMark = "auto" | "." | ",";
export type DateOrder = "auto" | "day-first" | "month-first";

/** A value for a message: in quotes, cut at 60 characters. */
export function shown(text: string): string {
  return `“${text.length > 60 ? `${text.slice(0, 60).toWellFormed()}…` : text}”`;
}
