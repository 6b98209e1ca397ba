import type { Metadata } from "next";
import { forbidden } from "next/navigation";
import { canSomewhere, type Viewer } from "#lib/access/viewer.ts";
import { COUNT_CAP, listProducts, type ProductPage } from "#lib/products/list.ts";
import { listFamilies } from "#lib/products/list-families.ts";
import {
  isNarrowed,
  ProductListInput,
  productListQuery,
  type ProductFilters,
} from "#lib/products/list-input.ts";
import { count } from "#lib/text/numbers.ts";
import { requireViewer } from "../../_server/viewer.ts";
import { FilterForm } from "../../_ui/filter-form.tsx";
import { SearchField } from "../../_ui/search-field.tsx";
import { Pager } from "../../_ui/table.tsx";
import { NoProducts } from "./_components/no-products.tsx";
import { ProductCards } from "./_components/product-cards.tsx";
import { ProductFilterRow } from "./_components/product-filters.tsx";
import { ProductTable } from "./_components/product-table.tsx";
import "./_components/products.css";

export const metadata: Metadata = { title: "Products" };

const PAGE_SIZE = 50;

type Props = { searchParams: Promise<Record<string, unknown>> };

/** What was imported: searched, narrowed, page by page. */
export default async function ProductsPage({ searchParams }: Props) {
  const viewer = await requireViewer();
  if (!canSomewhere(viewer, "products.view")) forbidden();
  const filters = ProductListInput.parse(await searchParams);
  const page = await listProducts(viewer, filters, PAGE_SIZE);
  const families = await listFamilies(viewer, filters.domain);
  const { domain, family, enabled, sort } = filters;
  return (
    <>
      <div className="head">
        <h1>Products</h1>
        <span className="sub">{howMany(page, filters)}</span>
        <FilterForm
          action="/products"
          keep={{ domain, family, enabled, sort: sort === "sku" ? undefined : sort }}
          className="right"
          label="Find products"
        >
          <SearchField label="Find SKU or name" defaultValue={filters.q} />
        </FilterForm>
      </div>
      <ProductFilterRow filters={filters} families={families} />
      {page.rows.length === 0 ? (
        <NoProducts filters={filters} mayImport={canSomewhere(viewer, "imports.start")} />
      ) : (
        <Rows page={page} filters={filters} viewer={viewer} />
      )}
    </>
  );
}

type RowsProps = { page: ProductPage; filters: ProductFilters; viewer: Viewer };

function Rows({ page, filters, viewer }: RowsProps) {
  const severalDomains = viewer.domains.length > 1 && filters.domain === undefined;
  const href = (changes: Partial<ProductFilters>) =>
    `/products?${productListQuery(filters, changes)}`;
  return (
    <>
      <ProductTable rows={page.rows} filters={filters} severalDomains={severalDomains} />
      <ProductCards rows={page.rows} severalDomains={severalDomains} />
      <Pager
        newer={page.previous && href({ before: page.previous })}
        older={page.next && href({ after: page.next })}
        words={["Previous", "Next"]}
      >
        {count(page.rows.length)} of {count(page.count, COUNT_CAP)}
      </Pager>
    </>
  );
}

function howMany(page: ProductPage, filters: ProductFilters): string {
  const all = count(page.allCount, COUNT_CAP);
  return isNarrowed(filters) ? `${count(page.count, COUNT_CAP)} of ${all}` : all;
}
