import { applyChange, contentHash, type ProductChange, type ProductContent } from "./content.ts";
import { skuKey } from "./sku-key.ts";

/** A change with the product as it would be if it were new; for most of a file that comes again, as it is already. */
export type PreparedChange = {
  change: ProductChange;
  content: ProductContent;
  contentHash: string;
  skuKey: string;
  /** The product's columns as JSON, without its id. */
  columns: string;
};

/**
 * What can be worked out about a change without the database, so that it can be done while that writes others.
 * @param slots `slotKey` of every attribute that the file has a column for
 */
export function prepareChange(change: ProductChange, slots: ReadonlySet<string>): PreparedChange {
  return preparedAs(change, applyChange(undefined, change, slots));
}

/** The same for a product that is known to become `content`. */
export function preparedAs(change: ProductChange, content: ProductContent): PreparedChange {
  const hash = contentHash(content);
  const key = skuKey(change.sku);
  const columns = JSON.stringify({ ...content, content_hash: hash, sku_key: key });
  return { change, content, contentHash: hash, skuKey: key, columns };
}

/** In the order in which their rows are locked. */
export function inLockOrder(changes: readonly PreparedChange[]): PreparedChange[] {
  return changes.toSorted((a, b) => (a.skuKey < b.skuKey ? -1 : 1));
}
