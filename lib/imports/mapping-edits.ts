import { codeOf } from "./fields.ts";
import {
  type FieldName,
  type MappedColumn,
  type Mapping,
  type Target,
  targetKey,
  type ValueType,
} from "./mapping.ts";

/** What a person chose in the wizard. Columns by their position; what is not named stays as it is. */
export type MappingEdits = {
  /** The column of a product field; null: none. */
  fields: Partial<Record<FieldName, number | null>>;
  /** Columns that are not imported, or are after all. */
  use: ReadonlyMap<number, boolean>;
  /** How an attribute's column is read. */
  types: ReadonlyMap<number, ValueType>;
  currencies: ReadonlyMap<number, string>;
  units: ReadonlyMap<number, string>;
  onInvalid?: Mapping["onInvalid"];
};

/**
 * The mapping with the choices in it. A column that a field takes stops being what it was; one that a field gives back, or that
 * was left out, becomes a text under its own name: nothing of a file is dropped unless somebody says so.
 */
export function editMapping(mapping: Mapping, edits: MappingEdits): Mapping {
  const chosen = chosenColumns(mapping, edits);
  const columns = mapping.columns.map((column): MappedColumn => {
    const field = chosen.get(column.index);
    return { ...column, target: field ? asField(column, field) : settled(column, edits) };
  });
  return {
    ...mapping,
    columns: columns.map((column) => withoutTwin(column, columns, mapping)),
    onInvalid: edits.onInvalid ?? mapping.onInvalid,
  };
}

/** Two fields can't be read from one column: the names of both, or undefined. */
export function fieldsInOneColumn({ fields }: MappingEdits): [FieldName, FieldName] | undefined {
  const seen = new Map<number, FieldName>();
  for (const [name, index] of entriesOf(fields)) {
    const other = index === null ? undefined : seen.get(index);
    if (other) return [other, name];
    if (index !== null) seen.set(index, name);
  }
  return undefined;
}

const entriesOf = (fields: MappingEdits["fields"]) =>
  Object.entries(fields) as [FieldName, number | null][];

/** Which column is which field, after the edits. */
function chosenColumns({ columns }: Mapping, { fields }: MappingEdits): Map<number, FieldName> {
  const kept = columns.flatMap(({ index, target }) =>
    target.kind === "field" && !(target.field in fields) ? [[index, target.field] as const] : [],
  );
  const asked = entriesOf(fields).flatMap(([name, index]) =>
    index === null ? [] : [[index, name] as const],
  );
  return new Map([...kept, ...asked]);
}

function asField({ target }: MappedColumn, field: FieldName): Target {
  const locale = target.kind === "field" || target.kind === "attribute" ? target.locale : undefined;
  return { kind: "field", field, ...(locale && field === "name" && { locale }) };
}

function settled({ index, header, target }: MappedColumn, edits: MappingEdits): Target {
  const use = edits.use.get(index);
  if (use === false) return { kind: "ignore" };
  if (target.kind === "field" || (target.kind === "ignore" && use)) return ownText(header, index);
  return target.kind === "attribute" ? typed(target, index, edits) : target;
}

type Attribute = Extract<Target, { kind: "attribute" }>;

/** Currency and unit belong to their types alone. */
function typed(
  { currency, unit, ...plain }: Attribute,
  index: number,
  edits: MappingEdits,
): Target {
  const valueType = edits.types.get(index) ?? plain.valueType;
  const newCurrency = edits.currencies.get(index) ?? currency;
  const newUnit = edits.units.get(index) ?? unit;
  return {
    ...plain,
    valueType,
    ...(valueType === "price" && newCurrency && { currency: newCurrency }),
    ...(valueType === "metric" && newUnit && { unit: newUnit }),
  };
}

function ownText(header: string, index: number): Attribute {
  return { kind: "attribute", code: codeOf(header) || `column_${index + 1}`, valueType: "text" };
}

/** A column that has just become an attribute must not write what another one writes already. */
function withoutTwin(column: MappedColumn, all: MappedColumn[], before: Mapping): MappedColumn {
  const old = before.columns.find(({ index }) => index === column.index)?.target;
  const isNew = column.target.kind === "attribute" && old?.kind !== "attribute";
  const key = targetKey(column.target);
  const twin = all.some(({ index, target }) => index !== column.index && targetKey(target) === key);
  if (!isNew || !twin) return column;
  return { ...column, target: { ...ownText("", column.index) } };
}
