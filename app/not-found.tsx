import type { Metadata } from "next";
import { HomeLink } from "./_ui/home-link.tsx";
import { Void } from "./_ui/void.tsx";

export const metadata: Metadata = { title: "Not found" };

/** Outside the shell: for addresses that no page takes. */
export default function NotFound() {
  return (
    <main id="main" className="bare">
      <Void heading="h1" title="There is nothing at this address" actions={<HomeLink />}>
        <p>Please check the address.</p>
      </Void>
    </main>
  );
}
