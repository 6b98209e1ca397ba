import type { Metadata } from "next";
import { headers } from "next/headers";
import Link from "next/link";
import { SearchForm } from "./_shell/search-form.tsx";
import { Void } from "../_ui/void.tsx";
import { pageOf } from "./_shell/pages.ts";

export const metadata: Metadata = { title: "Not found" };

/** The same words for what does not exist and for what the viewer may not see: they must not be told apart. */
export default async function NotFound() {
  const path = ((await headers()).get("x-nightshift-path") ?? "/").split("?")[0] ?? "/";
  const parent = pageOf(path);
  const run = /^\/process-tracker\/(\d{1,15})(?:\/|$)/.exec(path)?.[1];
  return (
    <Void
      heading="h1"
      title={
        run
          ? `There is no run #${run} that you can see`
          : "There is nothing at this address that you can see"
      }
      actions={
        <>
          <SearchForm />
          <Link className="link" href={parent?.href ?? "/"} prefetch={false}>
            {parent?.label ?? "Dashboard"}
          </Link>
        </>
      }
    >
      <p>
        It may have been deleted, or belong to a domain that is not yours. Please check the address,
        or look for it in the process tracker.
      </p>
    </Void>
  );
}
