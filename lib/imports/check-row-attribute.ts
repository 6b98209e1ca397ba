import type { CellReader, Draft, ProductAttribute } from "./check-row-draft.ts";
import { type Mapping, type Target, targetKey } from "./mapping.ts";
import { readBoolean, readDate, readList, readMeasure, readPrice } from "./read-values.ts";
import { readNumber } from "./read-values-number.ts";
import { type Complaint } from "./reading.ts";
import { unitOf } from "./units.ts";

/** The reader of a column that holds an attribute: an empty cell holds no value, any other is read by its type. */
export function attributeReader(
  column: string,
  target: AttributeTarget,
  mapping: Mapping,
): CellReader {
  const { code, locale, channel, currency } = target;
  const place: Omit<ProductAttribute, "value"> = {
    ...(locale && { locale }),
    ...(channel && { channel }),
    ...(target.valueType === "price" && currency && { currency }),
  };
  const read = valueReader(target, mapping);
  return (draft, cell) => {
    if (cell.trim() === "") return;
    const reading = read(cell, draft);
    if ("problem" in reading)
      return draft.refuse(column, cell, reading.problem.code, reading.problem.message);
    if (reading.doubt) draft.doubt(column, cell, reading.doubt.code, reading.doubt.message);
    draft.attribute(code, {
      ...place,
      ...(reading.unit && { unit: reading.unit }),
      value: reading.value,
    });
  };
}

type AttributeTarget = Extract<Target, { kind: "attribute" }>;
type Problem = Omit<Complaint, "code"> & { code: Complaint["code"] | "unit-missing" };
type ValueReading =
  | { value: ProductAttribute["value"]; unit?: string; doubt?: Complaint }
  | { problem: Problem };
type ValueReader = (cell: string, draft: Draft) => ValueReading;

function valueReader(
  target: AttributeTarget,
  { columns, decimalMark, dateOrder }: Mapping,
): ValueReader {
  switch (target.valueType) {
    case "number":
      return (cell) => readNumber(cell, decimalMark);
    case "boolean":
      return readBoolean;
    case "date":
      return (cell) => readDate(cell, dateOrder);
    case "price":
      return (cell) => readPrice(cell, target.currency ?? "", decimalMark);
    case "list":
      return (cell) => ({ value: readList(cell) });
    case "metric":
      return metricReader(target, columns, decimalMark);
    case "text":
      // Verbatim: blanks at the ends of a text may be meant.
      return (cell) => ({ value: cell });
  }
}

/** The unit written in the cell counts before that of the unit's column, that before the fixed one. */
function metricReader(
  target: AttributeTarget,
  columns: Mapping["columns"],
  mark: Mapping["decimalMark"],
): ValueReader {
  const { code, locale, channel } = target;
  const wanted = targetKey({ kind: "unit-of", code, locale, channel });
  const unitColumn = columns.find(
    (column) => column.target.kind === "unit-of" && targetKey(column.target) === wanted,
  );
  return (cell, draft) => {
    const reading = readMeasure(cell, mark);
    if ("problem" in reading) return reading;
    const { number, unit } = reading.value;
    const beside = unitColumn ? (draft.cells[unitColumn.index] ?? "").trim() : "";
    const found = unit ?? (beside === "" ? target.unit : (unitOf(beside) ?? beside));
    if (found !== undefined) return { value: number, unit: found, doubt: reading.doubt };
    const where = unitColumn ? `“${unitColumn.header}”` : "the cell";
    return {
      problem: {
        code: "unit-missing",
        message: `Expected a unit such as GRAM or CENTIMETER in ${where} for ${number}, found none. Fill it in.`,
      },
    };
  };
}
