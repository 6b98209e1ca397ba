"use client";

import Link from "next/link";
import { useRouter } from "next/navigation";
import { startTransition, useState } from "react";
import { zoneCity } from "#lib/text/dates.ts";
import { useClock } from "./clock.tsx";
import { CopyButton } from "./copy-button.tsx";
import { PageTitle } from "./page-title.tsx";
import { Time } from "./time.tsx";
import { Void } from "./void.tsx";

type Props = {
  error: Error & { digest?: string };
  reset: () => void;
};

/** What failed, that nothing else did, how to go on, and the reference that leads to the line in the server's log. */
export function PageError({ error, reset }: Props) {
  const router = useRouter();
  const again = () =>
    startTransition(() => {
      router.refresh();
      reset();
    });
  return (
    <Void
      heading="h1"
      line="broken"
      title="This page could not be shown"
      actions={
        <>
          <button type="button" className="btn primary" onClick={again}>
            Try again
          </button>
          <Link className="link" href="/process-tracker" prefetch={false}>
            Process tracker
          </Link>
          <Link className="link soft" href="/" prefetch={false}>
            Dashboard
          </Link>
        </>
      }
      facts={<Facts digest={error.digest} />}
    >
      <PageTitle>Could not be shown</PageTitle>
      <p>
        Something in Nightshift failed while reading it. No run is affected: what is in progress
        goes on.
      </p>
    </Void>
  );
}

function Facts({ digest }: { digest?: string }) {
  const [when] = useState(() => new Date());
  const { zone } = useClock();
  return (
    <>
      {digest && (
        <>
          <dt>Reference</dt>
          <dd>
            <code>{digest}</code> <CopyButton text={digest} label="Copy the reference" />
          </dd>
        </>
      )}
      <dt>When</dt>
      <dd>
        <Time at={when} form="seconds" />, {zoneCity(zone)}
      </dd>
      <dt>Who can help</dt>
      <dd>An administrator{digest && ". The reference leads to the line in the log"}.</dd>
    </>
  );
}
