import Link from "next/link";
import type { ProductRow } from "#lib/products/list.ts";
import { productListQuery, type ProductFilters } from "#lib/products/list-input.ts";
import { SortHeader } from "../../../_ui/table.tsx";
import { Time } from "../../../_ui/time.tsx";
import { Prices } from "./prices.tsx";

type Props = { rows: ProductRow[]; filters: ProductFilters; severalDomains: boolean };

/** Products as rows; on a phone they are cards. */
export function ProductTable({ rows, filters, severalDomains }: Props) {
  const sortHref = (sort: ProductFilters["sort"]) =>
    `/products?${productListQuery(filters, { sort })}`;
  const priced = rows.some((row) => row.prices.length > 0);
  return (
    <table className="wide desk products">
      <caption className="sr">Products</caption>
      <colgroup>
        <col />
        <col className="family" />
        <col className="cats" />
        {priced && <col className="price" />}
        {severalDomains && <col className="dom" />}
        <col className="upd" />
      </colgroup>
      <thead>
        <tr>
          <SortHeader
            href={sortHref("sku")}
            sorted={filters.sort === "sku" ? "ascending" : undefined}
          >
            Product, SKU
          </SortHeader>
          <th scope="col">Family</th>
          <th scope="col">Categories</th>
          {priced && (
            <th scope="col" className="num">
              Price
            </th>
          )}
          {severalDomains && <th scope="col">Domain</th>}
          <Updated filters={filters} severalDomains={severalDomains} href={sortHref("updated")} />
        </tr>
      </thead>
      <tbody>
        {rows.map((row) => (
          <tr key={row.id}>
            <th scope="row">
              <Link className="id" href={`/products/${row.id}`} prefetch={false}>
                {row.name ?? row.sku}
              </Link>
              <span className="two">{row.sku}</span>
            </th>
            <td>
              <span className="cut">{row.family ?? "–"}</span>
              <span className="two">{row.enabled ? "enabled" : "not enabled"}</span>
            </td>
            <td>
              <Categories names={row.categories} />
            </td>
            {priced && (
              <td className="num">
                <Prices prices={row.prices} />
              </td>
            )}
            {severalDomains && <td className="cut">{row.domain}</td>}
            <td className="num">
              <Time at={row.updatedAt} form="short" />
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}

type UpdatedProps = { filters: ProductFilters; severalDomains: boolean; href: string };

/** Sorting by it takes one domain: no index serves several. */
function Updated({ filters, severalDomains, href }: UpdatedProps) {
  if (severalDomains) {
    return (
      <th scope="col" className="num">
        Updated
      </th>
    );
  }
  return (
    <SortHeader href={href} sorted={filters.sort === "updated" ? "descending" : undefined} num>
      Updated
    </SortHeader>
  );
}

function Categories({ names }: { names: string[] }) {
  const [first, ...others] = names;
  return (
    <>
      <span className="cut">{first ?? "–"}</span>
      {others.length > 0 && (
        <span className="two" title={others.join(", ")}>
          {others.join(", ")}
        </span>
      )}
    </>
  );
}
