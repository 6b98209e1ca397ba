import { headers } from "next/headers";
import Link from "next/link";
import { PERMISSIONS } from "#lib/access/permissions.ts";
import { PageTitle } from "../_ui/page-title.tsx";
import { Void } from "../_ui/void.tsx";
import { pageOf } from "./_shell/pages.ts";

/** A page whose whole content takes a permission that the viewer has nowhere; it is named, so that one can ask for it. */
export default async function Forbidden() {
  const path = ((await headers()).get("x-nightshift-path") ?? "/").split("?")[0] ?? "/";
  const page = pageOf(path);
  return (
    <Void
      heading="h1"
      title={
        page?.permission
          ? `${page.label} takes a permission that you don’t have`
          : "This takes a permission that you don’t have"
      }
      actions={
        <Link className="link" href="/" prefetch={false}>
          Dashboard
        </Link>
      }
      facts={page?.permission && <Needed permission={page.permission} />}
    >
      <PageTitle>Not allowed</PageTitle>
      <p>
        Nothing was changed. An administrator of your domain can give it to you; it works from the
        next page on.
      </p>
    </Void>
  );
}

function Needed({ permission }: { permission: keyof typeof PERMISSIONS }) {
  return (
    <>
      <dt>Permission</dt>
      <dd>
        {PERMISSIONS[permission].sentence} (<code>{permission}</code>)
      </dd>
    </>
  );
}
