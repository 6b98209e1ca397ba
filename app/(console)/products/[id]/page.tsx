import type { Metadata } from "next";
import { forbidden, notFound } from "next/navigation";
import Link from "next/link";
import { cache, type ReactNode } from "react";
import { canSomewhere, type Viewer } from "#lib/access/viewer.ts";
import { getProduct, type ProductDetail, type WritingRun } from "#lib/products/get.ts";
import { isRefusal } from "#lib/text/refusal.ts";
import { requireViewer } from "../../../_server/viewer.ts";
import { Time } from "../../../_ui/time.tsx";
import { AttributeTable } from "./_components/attribute-table.tsx";
import { Associations, Target } from "./_components/associations.tsx";
import "../_components/products.css";

type Props = { params: Promise<{ id: string }> };

const load = cache(async (viewer: Viewer, id: string): Promise<ProductDetail> => {
  if (!canSomewhere(viewer, "products.view")) forbidden();
  if (!/^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/.test(id)) notFound();
  try {
    return await getProduct(viewer, id);
  } catch (error) {
    if (isRefusal(error, "not-found")) notFound();
    throw error;
  }
});

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  const product = await load(await requireViewer(), (await params).id);
  return { title: `${product.name ?? product.sku} · Products` };
}

/** One product: everything that files said about it, and which run wrote it. */
export default async function ProductPage({ params }: Props) {
  const product = await load(await requireViewer(), (await params).id);
  return (
    <>
      <div className="head">
        <div>
          <p className="crumbs">
            <Link href="/products">Products</Link> / {product.domain}
          </p>
          <h1>{product.name ?? product.sku}</h1>
        </div>
        <p className="right soft mono">{product.sku}</p>
      </div>
      <div className="twocol">
        <div>
          <AttributeTable attributes={product.attributes} />
          <Associations associations={product.associations} />
        </div>
        <Facts product={product} />
      </div>
    </>
  );
}

function Facts({ product }: { product: ProductDetail }) {
  return (
    <aside aria-label="Facts">
      <dl className="facts">
        <Fact label="Domain">{product.domain}</Fact>
        <Fact label="Family">{product.family ?? "–"}</Fact>
        <Fact label="State">{product.enabled ? "enabled" : "not enabled"}</Fact>
        <Fact label="Categories">{listed(product.categories)}</Fact>
        <Fact label="Groups">{listed(product.groups)}</Fact>
        <Fact label="Parent">{product.parent ? <Target reference={product.parent} /> : "–"}</Fact>
        <Fact label="Created">
          <Time at={product.createdAt} form="moment" />
          <By run={product.createdBy} />
        </Fact>
        <Fact label="Updated">
          <Time at={product.updatedAt} form="moment" />
          <By run={product.updatedBy} />
        </Fact>
      </dl>
    </aside>
  );
}

function Fact({ label, children }: { label: string; children: ReactNode }) {
  return (
    <>
      <dt>{label}</dt>
      <dd>{children}</dd>
    </>
  );
}

/** A run of somebody else, or one that is purged, is named and not linked. */
function By({ run }: { run: WritingRun | null }) {
  if (!run) return null;
  if (run.title === null) return <span className="dim"> by run #{run.runId}</span>;
  return (
    <span>
      {" by "}
      <Link href={`/process-tracker/${run.runId}`} prefetch={false}>
        {run.title} #{run.runId}
      </Link>
    </span>
  );
}

const listed = (names: string[]) => (names.length > 0 ? names.join(", ") : "–");
