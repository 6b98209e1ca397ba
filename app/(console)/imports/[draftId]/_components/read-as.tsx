import type { Mapping, MappedColumn } from "#lib/imports/mapping.ts";
import { Icon } from "../../../../_ui/icon.tsx";
import { type MappingRow, TYPES } from "./mapping-rows.ts";

/** Attributes have a choice; a product field is read the one way there is. */
export function ReadAs({ row, mapping }: { row: MappingRow; mapping: Mapping }) {
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
