import Link from "next/link";
import type { Draft } from "#lib/imports/get-draft.ts";
import { FilterForm } from "../../../../_ui/filter-form.tsx";
import { SearchField } from "../../../../_ui/search-field.tsx";
import { submitMapping } from "../actions.ts";
import { MappingFoot } from "./mapping-foot.tsx";
import { needsLook, rowsOf, type MappingRow } from "./mapping-rows.ts";
import { MappingTable } from "./mapping-table.tsx";
import { WizardForm } from "./wizard-form.tsx";

type Props = { draft: Draft; q: string; look: boolean };

/** Which column becomes what: a row per field and attribute, those without a column among them. */
export function MappingStep({ draft, q, look }: Props) {
  const all = rowsOf(draft);
  const rows = all.filter((row) => (!look || needsLook(row)) && matches(row, q));
  const href = (more: Record<string, string>) =>
    `/imports/${draft.id}?${new URLSearchParams({ step: "mapping", ...more })}`;
  return (
    <>
      <div className="lead">
        <p>
          <Summary rows={all} />
        </p>
        <span className="e">
          {look || q ? (
            <Link className="link soft" href={href({})} prefetch={false} scroll={false}>
              Show all {all.length}
            </Link>
          ) : (
            <Link className="link soft" href={href({ look: "1" })} prefetch={false} scroll={false}>
              Only what needs a look
            </Link>
          )}
          <FilterForm
            action={`/imports/${draft.id}`}
            keep={{ step: "mapping", look: look ? "1" : undefined }}
            label="Find a field"
          >
            <SearchField label="Find a field" defaultValue={q} />
          </FilterForm>
        </span>
      </div>
      <WizardForm action={submitMapping} draftId={draft.id} autosave>
        {rows.length > 0 ? <MappingTable draft={draft} rows={rows} /> : <Nothing q={q} />}
        <MappingFoot draft={draft} />
      </WizardForm>
    </>
  );
}

function Nothing({ q }: { q: string }) {
  return (
    <p className="none soft">
      {q
        ? `No field and no column is called “${q}”.`
        : "Nothing needs a look: every column was recognised."}
    </p>
  );
}

function matches({ name, column }: MappingRow, q: string): boolean {
  const text = `${name} ${column?.header ?? ""}`.toLowerCase();
  return q
    .toLowerCase()
    .split(/\s+/)
    .every((word) => text.includes(word));
}

/** The state of the mapping in one or two sentences. */
function Summary({ rows }: { rows: MappingRow[] }) {
  const mapped = rows.filter(({ column }) => column !== undefined).length;
  const missing = rows.filter(({ required, column }) => required && !column).length;
  const byContent = rows.filter(({ match }) => match?.match === "by-content").length;
  const asText = rows.filter(({ match }) => match?.match === "none").length;
  const looks = [
    byContent > 0 &&
      `${byContent} by ${byContent === 1 ? "its" : "their"} content alone, please look at ${byContent === 1 ? "this" : "these"}`,
    asText > 0 && `${asText} kept as text under ${asText === 1 ? "its" : "their"} own name`,
  ].filter(Boolean);
  const lead =
    missing > 0 ? "One required field has no column yet." : "Every required field has its column.";
  return (
    <>
      <b>{lead}</b> {mapped} {mapped === 1 ? "column is" : "columns are"} matched
      {looks.length > 0 && `; ${looks.join(", ")}`}.
    </>
  );
}
