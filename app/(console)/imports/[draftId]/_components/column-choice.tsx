import type { Draft } from "#lib/imports/get-draft.ts";
import type { MappedColumn } from "#lib/imports/mapping.ts";
import { Icon } from "../../../../_ui/icon.tsx";
import type { MappingRow } from "./mapping-rows.ts";

/** A product field is read from any column; any other column is imported or not. */
export function ColumnChoice({ draft, row }: { draft: Draft; row: MappingRow }) {
  const { key, name, column, error, field } = row;
  return (
    <span className={error && !column ? "field col picks miss" : "field col picks"}>
      <select
        key={`${key} ${column?.index}`}
        id={key}
        name={key}
        defaultValue={field ? (column?.index ?? "") : "keep"}
        aria-label={`Column for ${name}`}
        aria-invalid={error ? true : undefined}
        aria-describedby={error ? `${key}-error` : undefined}
      >
        {field ? (
          <AllColumns draft={draft} required={row.required} />
        ) : (
          <OneColumn column={column} />
        )}
      </select>
      <Icon name="chev" />
    </span>
  );
}

function AllColumns({ draft, required }: { draft: Draft; required: boolean }) {
  return (
    <>
      <option value="">{required ? "Choose a column…" : "not in the file"}</option>
      {draft.inspection.header.map((name, index) => (
        <option key={`${index} ${name}`} value={index}>
          {name || `column ${index + 1}`}
        </option>
      ))}
    </>
  );
}

function OneColumn({ column }: { column: MappedColumn | undefined }) {
  return (
    <>
      <option value="keep">{column?.header || `column ${(column?.index ?? 0) + 1}`}</option>
      <option value="ignore">don’t import it</option>
    </>
  );
}
