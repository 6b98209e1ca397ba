import Link from "next/link";
import { isNarrowed, productListQuery, type ProductFilters } from "#lib/products/list-input.ts";
import { ButtonLink } from "../../../_ui/button.tsx";
import { Void } from "../../../_ui/void.tsx";

type Props = { filters: ProductFilters; mayImport: boolean };

/** Nothing matches, or nothing was imported yet: two different things to do. */
export function NoProducts({ filters, mayImport }: Props) {
  if (isNarrowed(filters)) {
    const reset = productListQuery(filters, { q: "", family: undefined, enabled: undefined });
    return (
      <Void
        title="No product matches"
        actions={<ButtonLink href={`/products?${reset}`}>Reset filters</ButtonLink>}
      >
        <p>
          Search and filters leave nothing over. The search finds parts of the article number and of
          the name.
        </p>
      </Void>
    );
  }
  const action = mayImport ? <ButtonLink href="/imports">Import products</ButtonLink> : undefined;
  return (
    <Void title="No products yet" line="flat" actions={action}>
      <p>
        Products appear here as soon as a file was imported;{" "}
        <Link href="/process-tracker">runs</Link> show how that went.
      </p>
    </Void>
  );
}
