import { and, eq, inArray, or, sql, type SQL } from "drizzle-orm";
import { products } from "#drizzle/schema/data.ts";
import { domainsWith, type Viewer } from "../access/viewer.ts";
import { holds } from "../platform/holds.ts";
import type { ProductFilters } from "./list-input.ts";
import { wordsOf } from "../text/words.ts";

/** The where-clause of a list of products: what the viewer may see, narrowed by the filters. Paging is not part of it. */
export function matching(viewer: Viewer, filters: Omit<ProductFilters, "sort">): SQL {
  const { family, enabled, q } = filters;
  return and(
    inDomains(domainIdsOf(viewer, filters.domain)),
    family === undefined ? undefined : eq(products.family, family),
    enabled === undefined ? undefined : eq(products.enabled, enabled === "yes"),
    ...wordsOf(q).map(hasWord),
  ) as SQL;
}

/**
 * Ids of the domains whose products are listed. They are always named one by one, also for those who see all: an index that
 * begins with the domain serves no other question. A domain that the viewer can't see matches nothing.
 */
export function domainIdsOf(viewer: Viewer, name: string | undefined): string[] {
  const allowed = domainsWith(viewer, "products.view");
  return viewer.domains
    .filter(
      (domain) =>
        (allowed === "all" || allowed.includes(domain.id)) && (!name || domain.name === name),
    )
    .map((domain) => domain.id);
}

function inDomains(ids: string[]): SQL {
  if (ids.length === 0) return sql`false`;
  const [only] = ids;
  return only !== undefined && ids.length === 1
    ? eq(products.domainId, only)
    : inArray(products.domainId, ids);
}

/** The word, or the part of one, in the article number or the name; `%` and `_` mean themselves. */
function hasWord(word: string): SQL {
  return or(holds(products.sku, word), holds(products.name, word)) as SQL;
}
