import Link from "next/link";
import type { ProductRow } from "#lib/products/list.ts";
import { Time } from "../../../_ui/time.tsx";
import { writtenPrice } from "./prices.tsx";

type Props = { rows: ProductRow[]; severalDomains: boolean };

/** The same rows for a phone. */
export function ProductCards({ rows, severalDomains }: Props) {
  return (
    <ul className="cards phone">
      {rows.map((row) => (
        <li key={row.id}>
          <div className="l1">
            <Link className="id" href={`/products/${row.id}`} prefetch={false}>
              {row.name ?? row.sku}
            </Link>
            <span className="e dim">
              <Time at={row.updatedAt} form="short" />
            </span>
          </div>
          <div className="l2">
            <div className="t msg">
              {[row.sku, ...row.prices.slice(0, 1).map(writtenPrice)].join(" · ")}
            </div>
          </div>
          <div className="l2">
            <div className="t dim">{factsOf(row, severalDomains).join(" · ")}</div>
          </div>
        </li>
      ))}
    </ul>
  );
}

function factsOf(row: ProductRow, severalDomains: boolean): string[] {
  return [
    row.family ?? "no family",
    row.enabled ? "enabled" : "not enabled",
    ...(severalDomains ? [row.domain] : []),
  ];
}
