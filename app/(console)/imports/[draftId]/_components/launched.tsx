import Link from "next/link";
import type { Draft } from "#lib/imports/get-draft.ts";
import { ButtonLink } from "../../../../_ui/button.tsx";
import { Void } from "../../../../_ui/void.tsx";

/** A draft is imported once; afterwards its address leads on. */
export function Launched({ draft, runId }: { draft: Draft; runId: number }) {
  return (
    <Void
      heading="h1"
      line="calm"
      title={`${draft.file.name} was imported as run #${runId}`}
      actions={<ButtonLink href={`/process-tracker/${runId}`}>Show the run</ButtonLink>}
    >
      <p>
        An import is launched once. To bring in a corrected file,{" "}
        <Link href={`/imports?continues=${runId}`}>upload it to continue this run</Link>; for a new
        one start at <Link href="/imports">Imports</Link>.
      </p>
    </Void>
  );
}
