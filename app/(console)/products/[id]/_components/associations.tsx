import Link from "next/link";
import type { Association, Reference } from "#lib/products/get.ts";

/** References to other products and groups, by their type; links where the product is there. */
export function Associations({ associations }: { associations: Association[] }) {
  if (associations.length === 0) return null;
  return (
    <section aria-labelledby="associations">
      <div className="sec rule">
        <h2 id="associations">Associations</h2>
      </div>
      <dl className="facts associations">
        {associations.map(({ type, kind, targets }) => (
          <div key={`${type} ${kind}`} className="contents">
            <dt className="mono">
              {type} {kind}
            </dt>
            <dd className="links mono">
              {targets.map((target) => (
                <Target key={target.target} reference={target} quiet={kind !== "products"} />
              ))}
            </dd>
          </div>
        ))}
      </dl>
    </section>
  );
}

/** A product by its article number; without a link while there is none of that number in the domain. */
export function Target({ reference, quiet = false }: { reference: Reference; quiet?: boolean }) {
  const { target, productId } = reference;
  if (productId) {
    return (
      <Link className="link" href={`/products/${productId}`} prefetch={false}>
        {target}
      </Link>
    );
  }
  return (
    <span title={quiet ? undefined : "No product with this article number in the domain"}>
      {target}
      {!quiet && <span className="sr"> (not there)</span>}
    </span>
  );
}
