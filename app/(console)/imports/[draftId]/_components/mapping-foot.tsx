import type { Draft } from "#lib/imports/get-draft.ts";
import { ButtonLink } from "../../../../_ui/button.tsx";
import { SubmitButton } from "../../../../_ui/submit-button.tsx";
import { Time } from "../../../../_ui/time.tsx";

/** What is left out, when the choices were kept, and where to go. */
export function MappingFoot({ draft }: { draft: Draft }) {
  const [error] = draft.errors;
  const why = error?.message ?? (draft.fileIsThere ? undefined : "The file is not there any more");
  return (
    <div className="foot2">
      <LeftOut draft={draft} />
      <span className="e">
        <span className="dim">
          Draft kept <Time at={draft.updatedAt} form="clock" />
        </span>
        {why && (
          <span id="why" className="why">
            {why}
          </span>
        )}
        <noscript>
          <button className="btn" name="go" value="keep">
            Keep
          </button>
        </noscript>
        <ButtonLink href={`/imports/${draft.id}?step=format`}>Back</ButtonLink>
        <SubmitButton name="go" value="check" pending="Starting…" disabledReason={why}>
          Check the file
        </SubmitButton>
        <SubmitButton
          name="go"
          value="import"
          variant="primary"
          pending="Starting…"
          disabledReason={why}
        >
          Import
        </SubmitButton>
      </span>
    </div>
  );
}

const NAMED = 3;

function LeftOut({ draft }: { draft: Draft }) {
  const columns = draft.mapping.columns.filter(({ target }) => target.kind === "ignore");
  if (columns.length === 0) return <span className="soft">Every column is imported.</span>;
  const names = columns.slice(0, NAMED).map(({ header, index }) => header || `column ${index + 1}`);
  const more = columns.length - names.length;
  return (
    <details className="left-out soft">
      <summary>
        Not imported: <b>{names.join(", ")}</b>
        {more > 0 && ` and ${more} more`}. <span className="link">Use one of them</span>
      </summary>
      <ul>
        {columns.map(({ header, index }) => (
          <li key={index}>
            <label className="tick">
              <input type="checkbox" name="use" value={index} /> {header || `column ${index + 1}`}
            </label>
          </li>
        ))}
      </ul>
    </details>
  );
}
