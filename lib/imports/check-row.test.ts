import assert from "node:assert/strict";
import { createReadStream, existsSync } from "node:fs";
import { describe, it } from "node:test";
import fc from "fast-check";
import { type CheckedRow, checkRow } from "./check-row.ts";
import { Sampler } from "./guess-content.ts";
import { guessMapping } from "./guess-mapping.ts";
import { Mapping, type Target } from "./mapping.ts";
import { readCsv } from "./read-csv.ts";
import { sniff } from "./sniff.ts";

const SKU: Target = { kind: "field", field: "sku" };

/** Checks one row, given as [column, target, cell]. */
function check(...columns: [string, Target, string][]): CheckedRow {
  const mapping = Mapping.parse({
    version: 1,
    columns: columns.map(([header, target], index) => ({ index, header, target })),
  });
  const row = {
    rowNumber: 2,
    line: 2,
    cells: columns.map(([, , cell]) => cell),
    faults: [],
    position: { byte: 0, row: 2, line: 2 },
  };
  return checkRow(
    mapping,
    row,
    mapping.columns.map(({ header }) => header),
  );
}
const codes = ({ product, issues }: CheckedRow) => [
  product === null ? "refused" : "taken",
  ...issues.map(({ column, code }) => `${column}: ${code}`),
];
const attribute = (code: string, valueType: string, more = {}) =>
  ({ kind: "attribute", code, valueType, ...more }) as Target;

describe("a good row", () => {
  it("becomes a product, attributes in order, nothing for empty cells", () => {
    const { product, issues } = check(
      ["sku", SKU, " A-1 "],
      ["name", { kind: "field", field: "name" }, "Lamp"],
      ["enabled", { kind: "field", field: "enabled" }, "0"],
      ["categories", { kind: "field", field: "categories" }, "a, b"],
      ["weight", attribute("weight", "metric"), "1,20"],
      ["weight-unit", { kind: "unit-of", code: "weight" }, "KILOGRAM"],
      ["price-USD", attribute("price", "price", { currency: "USD" }), "3.50"],
      ["price-EUR", attribute("price", "price", { currency: "EUR" }), "3,00 €"],
      [
        "d",
        attribute("description", "text", { locale: "en_US", channel: "print" }),
        " two\nlines ",
      ],
      ["empty", attribute("color", "text"), " "],
      ["X-products", { kind: "association", type: "X", targets: "products" }, "B,C"],
      ["X-groups", { kind: "association", type: "X", targets: "groups" }, ""],
      ["note", { kind: "ignore" }, "gone"],
    );
    assert.deepEqual(issues, []);
    assert.deepEqual(product, {
      sku: "A-1",
      name: "Lamp",
      family: null,
      categories: ["a", "b"],
      enabled: false,
      parent: null,
      groups: [],
      attributes: {
        description: [{ locale: "en_US", channel: "print", value: " two\nlines " }],
        price: [
          { currency: "EUR", value: "3" },
          { currency: "USD", value: "3.5" },
        ],
        weight: [{ unit: "KILOGRAM", value: "1.2" }],
      },
      associations: [{ type: "X", kind: "products", targets: ["B", "C"] }],
    });
    assert.deepEqual(Object.keys(product?.attributes ?? {}), ["description", "price", "weight"]);
  });

  it("is the same text whatever the order of the columns", () => {
    const columns: [string, Target, string][] = [
      ["sku", SKU, "A"],
      ["a", attribute("a", "text"), "1"],
      ["b-de", attribute("b", "text", { locale: "de_DE" }), "2"],
      ["b-en", attribute("b", "text", { locale: "en_US" }), "3"],
      ["X-products", { kind: "association", type: "X", targets: "products" }, "B"],
      ["P-products", { kind: "association", type: "P", targets: "products" }, "C"],
    ];
    const text = JSON.stringify(check(...columns).product);
    fc.assert(
      fc.property(fc.shuffledSubarray(columns, { minLength: columns.length }), (shuffled) =>
        assert.equal(JSON.stringify(check(...shuffled).product), text),
      ),
    );
  });

  it("keeps a name's locale as an attribute too", () => {
    const { product } = check(
      ["sku", SKU, "A"],
      ["name-de_DE", { kind: "field", field: "name", locale: "de_DE" }, "Leuchte"],
    );
    assert.equal(product?.name, "Leuchte");
    assert.deepEqual(product?.attributes, { name: [{ locale: "de_DE", value: "Leuchte" }] });
  });

  it("with attributes called like Object's own", () => {
    const { product } = check(
      ["sku", SKU, "A"],
      ["constructor", attribute("constructor", "text"), "x"],
      ["toString", attribute("toString", "text"), "y"],
    );
    assert.deepEqual(Object.entries(product?.attributes ?? {}), [
      ["constructor", [{ value: "x" }]],
      ["toString", [{ value: "y" }]],
    ]);
    assert.throws(
      () => check(["sku", SKU, "A"], ["__proto__", attribute("__proto__", "text"), "x"]),
      "a mapping can't name such a code",
    );
  });
});

describe("a row with faults", () => {
  const field = (name: string) => ({ kind: "field", field: name }) as Target;
  const cases: [string, [string, Target, string][], string[]][] = [
    ["no sku", [["sku", SKU, "  "]], ["refused", "sku: required-missing"]],
    ["a sku of 256 characters", [["sku", SKU, "s".repeat(256)]], ["refused", "sku: sku-format"]],
    ["a sku with a line break", [["sku", SKU, "A\nB"]], ["refused", "sku: sku-format"]],
    [
      "a sku with an invisible character",
      [["sku", SKU, "A\u200bB"]],
      ["refused", "sku: sku-format"],
    ],
    [
      "a control character",
      [
        ["sku", SKU, "A"],
        ["t", attribute("t", "text"), "a\u0007b"],
      ],
      ["refused", "t: bad-character"],
    ],
    [
      "a lost character",
      [
        ["sku", SKU, "A"],
        ["t", attribute("t", "text"), "Caf\uFFFD"],
      ],
      ["refused", "t: bad-character"],
    ],
    [
      "half a character",
      [
        ["sku", SKU, "A"],
        ["t", attribute("t", "text"), "a\ud83d"],
      ],
      ["refused", "t: bad-character"],
    ],
    [
      "no number",
      [
        ["sku", SKU, "A"],
        ["n", attribute("n", "number"), "much"],
      ],
      ["refused", "n: number-expected"],
    ],
    [
      "no price",
      [
        ["sku", SKU, "A"],
        ["p", attribute("p", "price", { currency: "EUR" }), "free"],
      ],
      ["refused", "p: number-expected"],
    ],
    [
      "another currency",
      [
        ["sku", SKU, "A"],
        ["p", attribute("p", "price", { currency: "EUR" }), "3 USD"],
      ],
      ["refused", "p: currency-differs"],
    ],
    [
      "no yes or no",
      [
        ["sku", SKU, "A"],
        ["enabled", field("enabled"), "perhaps"],
      ],
      ["refused", "enabled: boolean-expected"],
    ],
    [
      "no date",
      [
        ["sku", SKU, "A"],
        ["d", attribute("d", "date"), "soon"],
      ],
      ["refused", "d: date-expected"],
    ],
    [
      "a long name",
      [
        ["sku", SKU, "A"],
        ["name", field("name"), "n".repeat(1001)],
      ],
      ["refused", "name: value-too-long"],
    ],
    [
      "no unit",
      [
        ["sku", SKU, "A"],
        ["w", attribute("w", "metric"), "5"],
        ["u", { kind: "unit-of", code: "w" }, ""],
      ],
      ["refused", "w: unit-missing"],
    ],
    [
      "an unreadable unit",
      [
        ["sku", SKU, "A"],
        ["w", attribute("w", "metric", { unit: "GRAM" }), "5 heaps"],
      ],
      ["refused", "w: unit-unknown"],
    ],
    [
      "a family on two lines",
      [
        ["sku", SKU, "A"],
        ["family", field("family"), "a\nb"],
      ],
      ["refused", "family: family-format"],
    ],
    [
      "a category of 256 characters",
      [
        ["sku", SKU, "A"],
        ["c", field("categories"), `a,${"c".repeat(256)}`],
      ],
      ["refused", "c: category-format"],
    ],
    [
      "a number of two readings",
      [
        ["sku", SKU, "A"],
        ["n", attribute("n", "number"), "1.234"],
      ],
      ["taken", "n: number-ambiguous"],
    ],
    [
      "a date of two readings",
      [
        ["sku", SKU, "A"],
        ["d", attribute("d", "date"), "03/04/2026"],
      ],
      ["taken", "d: date-ambiguous"],
    ],
    [
      "several faults, all named",
      [
        ["sku", SKU, ""],
        ["n", attribute("n", "number"), "x"],
      ],
      ["refused", "sku: required-missing", "n: number-expected"],
    ],
  ];
  for (const [what, columns, expected] of cases)
    it(`${what}: ${expected.join(", ")}`, () =>
      assert.deepEqual(codes(check(...columns)), expected));

  it("shows at most 200 characters of a value", () => {
    const { issues } = check(["sku", SKU, "😀".repeat(300)]);
    assert.equal(issues[0]?.value?.length, 200);
    assert.ok(issues[0]?.value?.isWellFormed());
  });

  it("that could not be read comes as issues of the row", () => {
    const fault = {
      row: 7,
      code: "column-count",
      value: "3",
      message: "Expected 2 cells",
    } as const;
    const row = {
      rowNumber: 7,
      line: 7,
      cells: ["a", "b", "c"],
      faults: [fault],
      position: { byte: 0, row: 7, line: 7 },
    };
    const mapping = Mapping.parse({
      version: 1,
      columns: [{ index: 0, header: "sku", target: SKU }],
    });
    assert.deepEqual(codes(checkRow(mapping, row, ["sku", "name"])), [
      "refused",
      "undefined: column-count",
    ]);
  });
});

it("the unit in the cell goes before that of its column, that before the fixed one", () => {
  const weight = (cell: string, beside: string | undefined, unit?: string) =>
    check(
      ["sku", SKU, "A"],
      ["w", attribute("w", "metric", { unit }), cell],
      ...(beside === undefined
        ? []
        : [["u", { kind: "unit-of", code: "w" }, beside] as [string, Target, string]]),
    ).product?.attributes.w?.[0]?.unit;
  assert.equal(weight("5 kg", "GRAM"), "KILOGRAM");
  assert.equal(weight("5", "g"), "GRAM");
  assert.equal(weight("5", "FURLONG"), "FURLONG");
  assert.equal(weight("5", undefined, "TON"), "TON");
});

it("products.csv: 1,239 products, no value lost, nothing refused, nothing doubtful", async (t) => {
  const path = "../shared/data/products/products.csv";
  if (!existsSync(path)) return t.skip("no sample files in ../shared/data/products");
  const sheet = await sniff(createReadStream(path));
  const rows = await Array.fromAsync(readCsv(createReadStream(path), sheet));
  const sampler = new Sampler(sheet.header.length);
  for (const row of rows) sampler.add(row.cells);
  const { mapping } = guessMapping(sheet.header, sampler.columns);
  const checked = rows.map((row) => checkRow(mapping, row, sheet.header));
  assert.deepEqual(
    checked.flatMap(({ issues }) => issues),
    [],
  );
  assert.equal(checked.filter(({ product }) => product !== null).length, 1239);

  const filled = rows.reduce(
    (sum, { cells }) => sum + cells.filter((cell) => cell.trim() !== "").length,
    0,
  );
  assert.equal(
    checked.reduce((sum, { product }) => sum + valueCount(product!), 0),
    filled,
  );
});

/** How many cells of a file stand in a product. */
function valueCount({
  sku,
  name,
  family,
  categories,
  enabled,
  parent,
  groups,
  attributes,
  associations,
}: NonNullable<CheckedRow["product"]>): number {
  const fields =
    [sku, name, family, parent].filter(Boolean).length +
    [categories, groups].filter((list) => list.length > 0).length +
    (enabled === null ? 0 : 1);
  const values = Object.values(attributes).flat();
  return (
    fields +
    values.length +
    values.filter(({ unit }) => unit !== undefined).length +
    associations.length
  );
}
