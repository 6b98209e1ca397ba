import type { Match } from "#lib/imports/draft.ts";
import type { Draft } from "#lib/imports/get-draft.ts";
import { Icon, type IconName } from "../../../../_ui/icon.tsx";
import { ColumnChoice } from "./column-choice.tsx";
import type { MappingRow } from "./mapping-rows.ts";
import { ReadAs } from "./read-as.tsx";

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
          <Line key={row.key} draft={draft} row={row} />
        ))}
      </tbody>
    </table>
  );
}

function Line({ draft, row }: { draft: Draft; row: MappingRow }) {
  return (
    <tr className={row.error ? "open" : undefined}>
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
