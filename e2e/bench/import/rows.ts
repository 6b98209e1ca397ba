import type { Mapping } from "#lib/imports/mapping.ts";

/** The file's columns with what becomes of them: twelve, of every kind that real catalogues have. */
const COLUMNS = [
  ["sku", { kind: "field", field: "sku" }],
  ["name", { kind: "field", field: "name" }],
  ["family", { kind: "field", field: "family" }],
  ["categories", { kind: "field", field: "categories" }],
  ["enabled", { kind: "field", field: "enabled" }],
  ["description", { kind: "attribute", code: "description", valueType: "text" }],
  ["price", { kind: "attribute", code: "price", valueType: "price", currency: "EUR" }],
  ["weight", { kind: "attribute", code: "weight", valueType: "metric", unit: "KILOGRAM" }],
  ["stock", { kind: "attribute", code: "stock", valueType: "number" }],
  ["ean", { kind: "attribute", code: "ean", valueType: "text" }],
  ["color", { kind: "attribute", code: "color", valueType: "text" }],
  ["launched", { kind: "attribute", code: "launched", valueType: "date" }],
] as const satisfies ReadonlyArray<readonly [string, Mapping["columns"][number]["target"]]>;

export const header = COLUMNS.map(([name]) => name);

export const mapping: Mapping = {
  version: 1,
  columns: COLUMNS.map(([name, target], index) => ({ index, header: name, target })),
  onInvalid: "skip-row",
  decimalMark: ".",
  dateOrder: "auto",
};

export const format = { delimiter: ",", quote: '"', newline: "\n", bom: false } as const;

const BAD_EVERY = 100;
const PER_CHUNK = 1_000;

/**
 * The file as text. Another edition has the same products, each with other values. One row in a hundred is bad: no article
 * number, or a value that is not of its column's kind.
 */
export async function* csvText(rows: number, edition: 1 | 2): AsyncGenerator<string> {
  yield `${header.join(",")}\n`;
  for (let from = 0; from < rows; from += PER_CHUNK) {
    const count = Math.min(PER_CHUNK, rows - from);
    yield Array.from({ length: count }, (_, at) => line(from + at, edition)).join("");
  }
}

export const badCount = (rows: number) => Math.floor(rows / BAD_EVERY);

function line(row: number, edition: number): string {
  const number = String(row).padStart(7, "0");
  const bad = row % BAD_EVERY === BAD_EVERY - 1 ? Math.floor(row / BAD_EVERY) % 4 : -1;
  const cells = [
    bad === 0 ? "" : `SKU-${number}`,
    `"Product ${number}, edition ${edition}"`,
    FAMILIES[row % FAMILIES.length],
    `"shop_${row % 40},season_${row % 4}"`,
    row % 3 === 0 ? "no" : "yes",
    `"Holds ""${row % 50}"" litres; made for every day, number ${number}."`,
    bad === 1 ? "on request" : `${(row % 900) + edition}.5`,
    bad === 2 ? "heavy" : `${(row % 30) + 1}.25`,
    String((row * 7) % 5_000),
    `40${number}00${row % 10}`,
    COLORS[row % COLORS.length],
    bad === 3 ? "soon" : `2026-0${(row % 9) + 1}-1${row % 10}`,
  ];
  return `${cells.join(",")}\n`;
}

const FAMILIES = ["bottles", "jars", "lids", "crates", "pallets"];
const COLORS = ["red", "green", "blue", "grey", "clear", "amber", "white"];
