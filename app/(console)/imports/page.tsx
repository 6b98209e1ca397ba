import type { Metadata } from "next";
import { forbidden } from "next/navigation";
import { can, canSomewhere, type Viewer } from "#lib/access/viewer.ts";
import { uploadLimit } from "#lib/files/store-upload.ts";
import { continuable, type Continuable } from "#lib/imports/continuable.ts";
import { listDrafts } from "#lib/imports/list-drafts.ts";
import { listRecentImports } from "#lib/imports/list-recent.ts";
import { RunListInput } from "#lib/runs/list-input.ts";
import { size } from "#lib/text/sizes.ts";
import { requireViewer } from "../../_server/viewer.ts";
import { ButtonLink } from "../../_ui/button.tsx";
import { Drafts } from "./_components/drafts.tsx";
import { RecentImports } from "./_components/recent-imports.tsx";
import { UploadForm } from "./_components/upload-form.tsx";
import { WhatHappens } from "./_components/what-happens.tsx";
import "./_components/imports.css";

export const metadata: Metadata = { title: "Imports" };

type Props = { searchParams: Promise<Record<string, string | string[] | undefined>> };

/** Where a file is brought in: upload, what was begun, what was imported last. */
export default async function ImportsPage({ searchParams }: Props) {
  const viewer = await requireViewer();
  if (!canSomewhere(viewer, "imports.start")) forbidden();
  const asked = await searchParams;
  const { domain } = RunListInput.parse({ domain: asked["domain"] });
  const continues = await continuable(viewer, Number(asked["continues"]));
  const rows = await listRecentImports(viewer, domain);
  const drafts = await listDrafts(viewer);
  return (
    <>
      <div className="head">
        <h1>{continues ? `Continue ${continues.title} #${continues.runId}` : "Imports"}</h1>
        <span className="sub">
          {continues ? "with a corrected file" : "products from CSV files"}
        </span>
        <span className="right">
          <ButtonLink href="/samples/products.csv" variant="quiet" download>
            Download a sample file
          </ButtonLink>
        </span>
      </div>
      <section className="upload wide-band" aria-label="Upload">
        <div className="up">
          <UploadForm
            domains={choices(viewer, continues)}
            chosen={domain}
            limitBytes={uploadLimit()}
            limit={size(uploadLimit())}
            continues={continues?.runId}
          />
        </div>
        <WhatHappens continues={continues} />
      </section>
      <Drafts drafts={drafts} />
      <RecentImports rows={rows} severalDomains={viewer.domains.length > 1} />
    </>
  );
}

/** The domains into which the viewer may import; a file that continues a run goes where that run went. */
function choices(viewer: Viewer, continues: Continuable | undefined) {
  return viewer.domains
    .filter((domain) => can(viewer, "imports.start", domain.id))
    .filter((domain) => !continues || domain.id === continues.domainId)
    .map(({ id, name }) => ({ id, name }));
}
