import { applyChange, contentHash, type ProductChange, type ProductContent } from "./content.ts";
import { skuKey } from "./sku-key.ts";

/** A change with the product as it would be if it were new; for most of a file that comes again, as it is already. */
export type PreparedChange = {
  change: ProductChange;
  content: ProductContent;
  contentHash: string;
  skuKey: string;
};

/**
 * What can be worked out about changes without the database, so that it can be done while that writes others. In the order in which
 * their rows are locked.
 * @param slots `slotKey` of every attribute that the file has a column for
 */
export function prepareChanges(
  changes: readonly ProductChange[],
  slots: ReadonlySet<string>,
): PreparedChange[] {
  return changes
    .map((change) => {
      const content = applyChange(undefined, change, slots);
      return { change, content, contentHash: contentHash(content), skuKey: skuKey(change.sku) };
    })
    .toSorted((a, b) => (a.skuKey < b.skuKey ? -1 : 1));
}
