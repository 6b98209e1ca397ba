import Link from "next/link";
import type { DraftRow } from "#lib/imports/list-drafts.ts";
import { size } from "#lib/text/sizes.ts";
import { ActionForm } from "../../../_ui/action-form.tsx";
import { ButtonLink } from "../../../_ui/button.tsx";
import { SubmitButton } from "../../../_ui/submit-button.tsx";
import { Time } from "../../../_ui/time.tsx";
import { discard } from "../actions.ts";

/** Imports that were begun and wait for their person. */
export function Drafts({ drafts }: { drafts: DraftRow[] }) {
  if (drafts.length === 0) return null;
  return (
    <section aria-labelledby="drafts">
      <div className="sec rule">
        <h2 id="drafts">Not launched yet</h2>
        <span className="dim">{drafts.length}</span>
      </div>
      <ul className="draft-list">
        {drafts.map((draft) => (
          <li key={draft.id}>
            <Link className="id" href={`/imports/${draft.id}`} prefetch={false}>
              {draft.name}
            </Link>
            <span className="soft">
              {draft.domain}, {size(draft.sizeBytes)}
              {draft.continuesRunId !== null && `, continues #${draft.continuesRunId}`}
            </span>
            <span className="soft">
              kept <Time at={draft.updatedAt} form="moment" />
            </span>
            <span className="acts">
              <ButtonLink href={`/imports/${draft.id}`} small>
                Go on
              </ButtonLink>
              <ActionForm action={discard} fields={{ draftId: draft.id }}>
                <SubmitButton
                  small
                  variant="quiet"
                  pending="Discarding…"
                  spoken={`Discard ${draft.name}`}
                >
                  Discard
                </SubmitButton>
              </ActionForm>
            </span>
          </li>
        ))}
      </ul>
    </section>
  );
}
