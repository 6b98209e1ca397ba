import { isMomentText } from "../text/moment-text.ts";

/** A place in the list of products: the values of the order's columns. */
export type Cursor = { order: "sku" | "updated"; values: string[] };

const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

/** Reads a cursor from the address; one that was altered or belongs to another order counts as not given. */
export function cursorOf(written: string | undefined, order: Cursor["order"]): Cursor | undefined {
  if (!written) return undefined;
  const values = order === "updated" ? written.split("~") : splitOnce(written);
  const [domainId = "", second, third = ""] = values;
  if (!UUID.test(domainId) || second === undefined || second.includes("\u0000")) return undefined;
  const isTime = isMomentText(second) && UUID.test(third);
  return order === "sku" || isTime ? { order, values } : undefined;
}

/** An article number may hold the separator. */
function splitOnce(written: string): string[] {
  const at = written.indexOf("~");
  return at < 0 ? [written] : [written.slice(0, at), written.slice(at + 1)];
}
