/** What a verb throws when it refuses. Adapters turn the code into a page, a status or a sentence beside a field. */
export class Refusal extends Error {
  readonly code: RefusalCode;
  /** Errors beside fields, by field name. */
  readonly fields: Record<string, string>;

  constructor(code: RefusalCode, message: string, fields: Record<string, string> = {}) {
    super(message);
    this.name = "Refusal";
    this.code = code;
    this.fields = fields;
  }
}

/**
 * - `not-found`: no such object, or one the viewer may not see (the two can't be told apart).
 * - `forbidden`: seen, but the permission is missing; the message names it.
 * - `conflict`: the object's state does not allow it any more; the message says what the state is.
 * - `invalid`: the input is wrong; `fields` says where.
 * - `too-many`: a limit is reached; the message names it.
 * - `unavailable`: the database or a worker is away.
 */
export type RefusalCode =
  | "not-found"
  | "forbidden"
  | "conflict"
  | "invalid"
  | "too-many"
  | "unavailable";

export const notFound = (what = "This") => new Refusal("not-found", `${what} does not exist.`);
export const forbidden = (permission: string) =>
  new Refusal("forbidden", `This needs the permission ${permission}.`);
export const conflict = (message: string) => new Refusal("conflict", message);
export const invalid = (message: string, fields: Record<string, string> = {}) =>
  new Refusal("invalid", message, fields);

/** Whether an error is a refusal with this code. Works across module copies, where `instanceof` does not. */
export function isRefusal(error: unknown, code?: RefusalCode): error is Refusal {
  return (
    error instanceof Error &&
    error.name === "Refusal" &&
    "code" in error &&
    (code === undefined || error.code === code)
  );
}
