"use client";

import { CopyButton } from "./_ui/copy-button.tsx";
import { HomeLink } from "./_ui/home-link.tsx";
import { PageTitle } from "./_ui/page-title.tsx";
import { Void } from "./_ui/void.tsx";

type Props = { error: Error & { digest?: string } };

/** A page outside the shell that failed, or the shell itself. Part of every document, so it is kept light. */
export default function RootError({ error }: Props) {
  return (
    <main id="main" className="bare">
      <Void
        heading="h1"
        line="broken"
        title="This page could not be shown"
        actions={
          <>
            <button type="button" className="btn primary" onClick={() => location.reload()}>
              Try again
            </button>
            <HomeLink />
          </>
        }
        facts={error.digest && <Reference digest={error.digest} />}
      >
        <PageTitle>Could not be shown</PageTitle>
        <p>Something in Nightshift failed. No run is affected: what is in progress goes on.</p>
      </Void>
    </main>
  );
}

function Reference({ digest }: { digest: string }) {
  return (
    <>
      <dt>Reference</dt>
      <dd>
        <code>{digest}</code> <CopyButton text={digest} label="Copy the reference" />
      </dd>
    </>
  );
}
