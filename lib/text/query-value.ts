import { storable } from "./storable.ts";

/** The value of a name in an address, of several the first; as PostgreSQL can hold it, which refuses the character NUL. */
export function queryValue(value: unknown): unknown {
  const first: unknown = Array.isArray(value) ? value[0] : value;
  return typeof first === "string" ? storable(first) : first;
}
