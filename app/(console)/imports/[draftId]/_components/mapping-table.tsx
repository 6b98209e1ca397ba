import type { Match } from "#lib/imports/draft.ts";
import type { Draft } from "#lib/imports/get-draft.ts";
import type { Mapping, MappedColumn } from "#lib/imports/mapping.ts";
import { Icon, type IconName } from "../../../../_ui/icon.tsx";
import { type MappingRow, TYPES } from "./mapping-rows.ts";

type Props = { draft: Draft; rows: MappingRow[] };

/** One line per field and attribute, as it will be written. */
export function MappingTable({ draft, rows }: Props) {
  return (
    <table className="map wide">
      <caption className="sr">Fields and the columns they are read from</caption>
      <colgroup>
        <col className="f" />
        <col className="c" />
        <col className="m" />
        <col />
        <col className="r" />
      </colgroup>
      <thead>
        <tr>
          <th scope="col">Field</th>
          <th scope="col">Column in the file</th>
          <th scope="col">Match</th>
          <th scope="col">First values</th>
          <th scope="col">Read as</th>
        </tr>
      </thead>
      <tbody>
        {rows.map((row) => (
          <tr key={row.key} className={row.error ? "open" : undefined}>
            <th scope="row">
              <span className="id mono" title={row.name}>
                {row.name}
                {row.required && <span className="req"> required</span>}
              </span>
              <span className="two">{row.holds}</span>
            </th>
            <td>
              <ColumnChoice draft={draft} row={row} />
            </td>
            <td>
              <MatchMark row={row} />
            </td>
            <td>
              <Samples row={row} />
            </td>
            <td className="soft">
              <ReadAs row={row} mapping={draft.mapping} />
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}

/** A product field is read from any column; any other column is imported or not. */
function ColumnChoice({ draft, row }: { draft: Draft; row: MappingRow }) {
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

const MARKS: Record<Match["match"], { icon: IconName; word: string }> = {
  saved: { icon: "c4", word: "saved" },
  chosen: { icon: "c4", word: "chosen" },
  exact: { icon: "c4", word: "exact" },
  similar: { icon: "c3", word: "similar" },
  "by-content": { icon: "c2", word: "by content" },
  none: { icon: "c0", word: "own name" },
};

/** How sure the match is, and why. */
function MatchMark({ row: { match, required, column } }: { row: MappingRow }) {
  if (!column || !match) {
    return (
      <span className={required ? "cf c0 bad" : "cf c0"}>
        <Icon name="c0" />
        {required ? "not matched" : "–"}
      </span>
    );
  }
  const { icon, word } = MARKS[match.match];
  return (
    <span className={`cf ${icon}`} title={match.why}>
      <Icon name={icon} />
      {word}
      <span className="sr">: {match.why}</span>
    </span>
  );
}

function Samples({ row: { key, samples, unreadable, error, column } }: { row: MappingRow }) {
  if (error) {
    return (
      <span id={`${key}-error`} className="err">
        {error}
      </span>
    );
  }
  if (!column) return null;
  if (samples.length === 0) return <span className="dim">empty in the first rows</span>;
  const bad = new Set(unreadable?.values.map((value) => value.trim()));
  return (
    <span className="smp mono">
      {samples.map((value) => (
        <span
          key={value}
          className={bad.has(value) ? "no" : undefined}
          title={bad.has(value) ? unreadable?.message : value}
        >
          {value}
        </span>
      ))}
    </span>
  );
}

/** Attributes have a choice; a product field is read the one way there is. */
function ReadAs({ row, mapping }: { row: MappingRow; mapping: Mapping }) {
  const { column, unreadable, read, name } = row;
  const target = column?.target;
  if (target?.kind !== "attribute")
    return (
      <>
        {column ? read : ""}
        <Unreadable found={unreadable} />
      </>
    );
  return (
    <>
      <span className="reads">
        <select
          key={target.valueType}
          name={`type.${column?.index}`}
          defaultValue={target.valueType}
          aria-label={`How ${name} is read`}
        >
          {Object.entries(TYPES).map(([type, label]) => (
            <option key={type} value={type}>
              {label}
            </option>
          ))}
        </select>
        <Icon name="chev" />
        <Detail column={column as MappedColumn} mapping={mapping} name={name} />
      </span>
      <Unreadable found={unreadable} />
    </>
  );
}

/** The currency of a price; the unit of a measurement that no column and no cell names. */
function Detail({
  column,
  mapping,
  name,
}: {
  column: MappedColumn;
  mapping: Mapping;
  name: string;
}) {
  const { target, index } = column;
  if (target.kind !== "attribute") return null;
  if (target.valueType === "price") {
    return (
      <input
        key={target.currency}
        id={`currency.${index}`}
        className="small-text"
        name={`currency.${index}`}
        defaultValue={target.currency}
        maxLength={3}
        placeholder="EUR"
        aria-label={`Currency of ${name}`}
      />
    );
  }
  if (target.valueType !== "metric") return null;
  const unitColumn = mapping.columns.find(
    (each) =>
      each.target.kind === "unit-of" &&
      each.target.code === target.code &&
      each.target.locale === target.locale &&
      each.target.channel === target.channel,
  );
  if (unitColumn) return <span className="cut">in {unitColumn.header}</span>;
  return (
    <input
      key={target.unit}
      id={`unit.${index}`}
      className="small-text"
      name={`unit.${index}`}
      defaultValue={target.unit}
      placeholder="unit"
      aria-label={`Unit of ${name} where a cell names none`}
    />
  );
}

function Unreadable({ found }: { found: MappingRow["unreadable"] }) {
  if (!found) return null;
  const rows = found.values.length;
  return (
    <span className="two" title={found.message}>
      <b className="wn">
        <Icon name="warn" className="i warn" />
        {rows === 1 ? "1 row" : `${rows} rows`} not readable
      </b>
    </span>
  );
}
