import type { ProductDetail } from "#lib/products/get.ts";
import { writtenPrice } from "../../_components/prices.tsx";

type Attribute = ProductDetail["attributes"][number];
type Value = Attribute["values"][number];

/** Longer texts are folded behind their first characters. */
const FOLD_CHARS = 400;

/** All attributes, by code; one row per locale, channel and currency. */
export function AttributeTable({ attributes }: { attributes: Attribute[] }) {
  return (
    <section aria-labelledby="attributes">
      <div className="sec rule">
        <h2 id="attributes">Attributes</h2>
        <span className="dim">{attributes.length}</span>
      </div>
      {attributes.length === 0 ? (
        <p className="soft empty">Its files held no attributes beyond the facts beside.</p>
      ) : (
        <table className="attributes">
          <caption className="sr">Attributes and their values</caption>
          <colgroup>
            <col className="code" />
            <col className="where" />
            <col />
          </colgroup>
          <thead>
            <tr>
              <th scope="col">Attribute</th>
              <th scope="col">For</th>
              <th scope="col">Value</th>
            </tr>
          </thead>
          <tbody>{attributes.flatMap(rowsOf)}</tbody>
        </table>
      )}
    </section>
  );
}

function rowsOf({ code, values }: Attribute) {
  return values.map((value, at) => (
    <tr key={`${code} ${placeOf(value)} ${at}`}>
      {at === 0 ? (
        <th scope="rowgroup" rowSpan={values.length} className="mono">
          {code}
        </th>
      ) : null}
      <td className="soft">{placeOf(value)}</td>
      <td className="value">
        <Written code={code} value={value} />
      </td>
    </tr>
  ));
}

/** `en_US, print`: where a value holds. */
function placeOf({ locale, channel }: Value): string {
  return [locale, channel].filter(Boolean).join(", ");
}

function Written({ code, value }: { code: string; value: Value }) {
  if (value.currency) return writtenPrice(value);
  const text = textOf(value);
  if (text.length <= FOLD_CHARS) return text;
  return (
    <details>
      <summary aria-label={`Show all of ${code}`}>{text.slice(0, FOLD_CHARS)}…</summary>
      {text}
    </details>
  );
}

function textOf({ value, unit }: Value): string {
  const plain = Array.isArray(value)
    ? value.join(", ")
    : typeof value === "boolean"
      ? value
        ? "yes"
        : "no"
      : String(value);
  return unit ? `${plain} ${unit}` : plain;
}
