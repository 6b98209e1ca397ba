import type { MappedColumn, MappingError, Target } from "./mapping.ts";

// The parts of checkMapping: what can be wrong with a mapping as a whole.

type Columns = readonly MappedColumn[];

export function skuErrors(columns: Columns): MappingError[] {
  if (columns.some(({ target }) => target.kind === "field" && target.field === "sku")) return [];
  return [
    {
      code: "sku-missing",
      message: "The sku has no column yet. Choose the column that identifies a product.",
    },
  ];
}

export function unitErrors(columns: Columns): MappingError[] {
  return columns.flatMap(({ index, header, target }): MappingError[] => {
    if (target.kind !== "unit-of") return [];
    const metric = metricOf(columns, target);
    if (!metric)
      return [
        {
          index,
          code: "unit-without-metric",
          message: `“${header}” holds units of ${target.code}, but no column is mapped to ${target.code} as a measurement.`,
        },
      ];
    if (metric.unit === undefined) return [];
    return [
      {
        index,
        code: "unit-twice",
        message: `${target.code} has the fixed unit ${metric.unit} and units in “${header}”. Keep one of the two.`,
      },
    ];
  });
}

function metricOf(columns: Columns, unit: { code: string; locale?: string; channel?: string }) {
  const same = (target: Target) =>
    target.kind === "attribute" &&
    target.valueType === "metric" &&
    target.code === unit.code &&
    target.locale === unit.locale &&
    target.channel === unit.channel;
  const target = columns.find((column) => same(column.target))?.target;
  return target?.kind === "attribute" ? target : undefined;
}

export function typeErrors(columns: Columns): MappingError[] {
  return columns.flatMap(({ index, header, target }): MappingError[] => {
    if (target.kind !== "attribute" || target.valueType !== "price" || target.currency) return [];
    return [
      { index, code: "currency-missing", message: `“${header}” is a price: choose its currency.` },
    ];
  });
}

export function headerErrors(columns: Columns, header: readonly string[]): MappingError[] {
  const listed = new Map(columns.map((column) => [column.index, column]));
  const missing = header.flatMap((name, index): MappingError[] => {
    const column = listed.get(index);
    if (!column)
      return [
        {
          index,
          code: "column-missing",
          message: `“${name}” has no target. Choose one, or ignore the column.`,
        },
      ];
    if (column.header === name) return [];
    return [
      {
        index,
        code: "column-unknown",
        message: `Column ${index + 1} is “${name}” in the file, not “${column.header}”.`,
      },
    ];
  });
  const beyond = columns.filter(({ index }) => index >= header.length);
  return [
    ...missing,
    ...beyond.map(({ index, header: name }): MappingError => ({
      index,
      code: "column-unknown",
      message: `The file has no column ${index + 1} (“${name}”).`,
    })),
  ];
}
