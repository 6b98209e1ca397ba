import { z } from "zod";
import { queryValue } from "../text/query-value.ts";

export const PAGE_SIZES = [25, 50, 100] as const;
export type PageSize = (typeof PAGE_SIZES)[number];

const SEARCH_MAX = 100;
const CURSOR_MAX = 600;

const text = (max: number) =>
  z.preprocess(queryValue, z.string().min(1).max(max).optional()).catch(undefined);

/** Everything that narrows the list of products, as it stands in the address. What can't be understood counts as not given. */
export const ProductListInput = z.object({
  q: z
    .preprocess(queryValue, z.string())
    .catch("")
    .transform((value) => value.trim().slice(0, SEARCH_MAX)),
  family: text(255),
  enabled: z.preprocess(queryValue, z.enum(["yes", "no"]).optional()).catch(undefined),
  /** A domain's name. */
  domain: text(253),
  sort: z.preprocess(queryValue, z.enum(["sku", "updated"])).catch("sku"),
  /** Keyset: the page after, or before, the product at which the cursor points. */
  after: text(CURSOR_MAX),
  before: text(CURSOR_MAX),
});

export type ProductFilters = z.output<typeof ProductListInput>;

const ORDER = ["domain", "q", "family", "enabled", "sort", "before", "after"] as const;

/** The filters as a query string, shortest form. A change without a cursor of its own leads to the first page. */
export function productListQuery(
  filters: ProductFilters,
  changes: Partial<ProductFilters> = {},
): string {
  const shown = { ...filters, before: undefined, after: undefined, ...changes };
  const query = new URLSearchParams();
  for (const name of ORDER) {
    const value = shown[name];
    if (value && !(name === "sort" && value === "sku")) query.set(name, value);
  }
  return query.toString();
}

/** Whether anything but domain and order narrows the list. */
export const isNarrowed = ({ q, family, enabled }: ProductFilters) =>
  q !== "" || family !== undefined || enabled !== undefined;
