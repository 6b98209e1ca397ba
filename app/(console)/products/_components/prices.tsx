import type { ProductRow } from "#lib/products/list.ts";
import { NBSP } from "#lib/text/numbers.ts";

type Price = ProductRow["prices"][number];

const MONEY = new Intl.NumberFormat("en", { minimumFractionDigits: 2, maximumFractionDigits: 4 });

/** The first price, the others under it. */
export function Prices({ prices }: { prices: Price[] }) {
  const [first, ...others] = prices.map(writtenPrice);
  return (
    <>
      {first ?? "–"}
      {others.length > 0 && <span className="two">{others.join(", ")}</span>}
    </>
  );
}

/** `129.00 EUR`; what is no number stands as it came. */
export function writtenPrice({ value, currency }: Price): string {
  const isNumber = typeof value === "number" || /^-?\d+(\.\d+)?$/.test(String(value));
  const amount = isNumber ? MONEY.format(value as Intl.StringNumericLiteral) : String(value);
  return currency ? `${amount}${NBSP}${currency}` : amount;
}
