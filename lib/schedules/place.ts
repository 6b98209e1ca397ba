/** The types of the columns by which schedules are ordered. */
export type OrderType = "integer" | "bigint" | "text" | "timestamptz";

const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

/**
 * Reads a cursor of the list, `value~id`, as PostgreSQL wrote the value. One that was altered, or belongs to another order, counts
 * as not given.
 */
export function placeOf(
  cursor: string | undefined,
  type: OrderType,
): { value: string; id: string } | undefined {
  const at = cursor?.lastIndexOf("~") ?? -1;
  if (!cursor || at < 0) return undefined;
  const [value, id] = [cursor.slice(0, at), cursor.slice(at + 1)];
  return UUID.test(id) && FITS[type](value) ? { value, id } : undefined;
}

const FITS: Record<OrderType, (value: string) => boolean> = {
  text: () => true,
  integer: (value) => /^\d{1,9}$/.test(value),
  bigint: (value) =>
    /^-?\d{1,19}$/.test(value) && BigInt.asIntN(64, BigInt(value)) === BigInt(value),
  timestamptz: isTimestamp,
};

/** `2026-11-21 00:30:00.123+00`, or one of the two infinities. */
function isTimestamp(value: string): boolean {
  if (/^-?infinity$/.test(value)) return true;
  const found =
    /^((?:19|20|21)\d\d-\d\d-\d\d) (?:[01]\d|2[0-3]):[0-5]\d:[0-5]\d(?:\.\d{1,6})?[+-]\d\d(?::\d\d)?$/.exec(
      value,
    );
  const day = new Date(`${found?.[1]}T00:00Z`);
  return (
    found !== null &&
    Number.isFinite(day.getTime()) &&
    day.toISOString().startsWith(found[1] as string)
  );
}
