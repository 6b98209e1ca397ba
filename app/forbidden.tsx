import type { Metadata } from "next";
import Link from "next/link";
import { Void } from "./_ui/void.tsx";

export const metadata: Metadata = { title: "Not allowed" };

/** Outside the shell. */
export default function Forbidden() {
  return (
    <main id="main" className="bare">
      <Void
        heading="h1"
        title="This takes a permission that you don't have"
        actions={
          <Link className="link" href="/" prefetch={false}>
            Dashboard
          </Link>
        }
      >
        <p>Nothing was changed. An administrator can give it to you.</p>
      </Void>
    </main>
  );
}
