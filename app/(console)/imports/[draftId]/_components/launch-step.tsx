import Link from "next/link";
import type { Draft } from "#lib/imports/get-draft.ts";
import { count, counted } from "#lib/text/numbers.ts";
import { size } from "#lib/text/sizes.ts";
import { ButtonLink } from "../../../../_ui/button.tsx";
import { Tick } from "../../../../_ui/field.tsx";
import { SubmitButton } from "../../../../_ui/submit-button.tsx";
import { submitMapping } from "../actions.ts";
import { WizardForm } from "./wizard-form.tsx";

/** All of it once more, what becomes of invalid rows, and the button. */
export function LaunchStep({ draft }: { draft: Draft }) {
  const { inspection, mapping } = draft;
  const blocked =
    draft.errors[0]?.message ?? (draft.fileIsThere ? undefined : "The file is not there any more");
  const rows = counted(inspection.estimatedRows, "row");
  return (
    <WizardForm action={submitMapping} draftId={draft.id} autosave>
      <div className="verdict">
        <Summary draft={draft} />
        <fieldset className="choice">
          <legend>When rows are invalid</legend>
          <Tick
            kind="radio"
            name="onInvalid"
            value="skip-row"
            defaultChecked={mapping.onInvalid === "skip-row"}
          >
            Leave them out and keep them in a file to correct
          </Tick>
          <Tick
            kind="radio"
            name="onInvalid"
            value="refuse-file"
            defaultChecked={mapping.onInvalid === "refuse-file"}
          >
            Write nothing at all if there is one
          </Tick>
        </fieldset>
        <p className="soft">It can be stopped at any time; rows written so far stay.</p>
      </div>
      <div className="foot2">
        <span className="e">
          {blocked && <span className="why">{blocked}</span>}
          <ButtonLink href={`/imports/${draft.id}?step=check`}>Back</ButtonLink>
          <SubmitButton
            name="go"
            value="import"
            variant="primary"
            pending="Starting…"
            disabledReason={blocked}
          >
            Import {inspection.rowsCounted ? "" : "≈ "}
            {rows}
          </SubmitButton>
        </span>
      </div>
    </WizardForm>
  );
}

function Summary({ draft }: { draft: Draft }) {
  const { file, domain, mapping, check } = draft;
  const used = mapping.columns.filter(({ target }) => target.kind !== "ignore").length;
  return (
    <dl className="facts">
      <dt>File</dt>
      <dd>
        {file.name}, {size(file.sizeBytes)}
      </dd>
      <dt>Into</dt>
      <dd>{domain.name}</dd>
      <dt>Columns</dt>
      <dd>
        {count(used)} of {count(mapping.columns.length)} imported; an empty cell empties its field,
        what has no column stays
      </dd>
      <dt>Checked</dt>
      <dd>
        {check?.mappingIsCurrent ? (
          <Link href={`/imports/${draft.id}?step=check`} prefetch={false}>
            run #{check.runId}
          </Link>
        ) : (
          "not with this mapping"
        )}
      </dd>
    </dl>
  );
}
