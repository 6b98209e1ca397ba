import assert from "node:assert/strict";
import { createReadStream, existsSync } from "node:fs";
import { describe, it } from "node:test";
import { type ColumnSample, Sampler } from "./guess-content.ts";
import { guessMapping } from "./guess-mapping.ts";
import { TRUTH } from "./guess-mapping-truth.ts";
import { checkMapping, Mapping, type Target } from "./mapping.ts";
import { readCsv } from "./read-csv.ts";
import { sniff } from "./sniff.ts";

const sample = (...values: string[]): ColumnSample => ({
  values: [...new Set(values)],
  filled: values.length,
  rows: values.length,
});
/** A target in few words: its kind or type, its code, its place. */
function brief(target: Target): string {
  if (target.kind === "ignore") return "ignore";
  if (target.kind === "field")
    return ["field", target.field, target.locale].filter(Boolean).join(" ");
  if (target.kind === "association") return `association ${target.type} ${target.targets}`;
  const place = [target.locale, target.channel].filter(Boolean);
  if (target.kind === "unit-of") return ["unit-of", target.code, ...place].join(" ");
  return [target.valueType, target.code, ...place, target.currency, target.unit]
    .filter(Boolean)
    .join(" ");
}
const guessed = (header: string[], samples: ColumnSample[] = []) =>
  guessMapping(header, samples).guesses.map(
    ({ target, confidence }) => `${confidence}: ${brief(target)}`,
  );
const one = (header: string, ...values: string[]) =>
  guessed(["sku", header], [sample(), sample(...values)])[1];

describe("the 111 columns of products.csv", () => {
  const path = "../shared/data/products/products.csv";
  async function score() {
    const sheet = await sniff(createReadStream(path));
    const sampler = new Sampler(sheet.header.length);
    for await (const { cells } of readCsv(createReadStream(path), sheet)) sampler.add(cells);
    const { mapping, guesses } = guessMapping(sheet.header, sampler.columns);
    assert.deepEqual(checkMapping(mapping, sheet.header), []);
    assert.equal(mapping.decimalMark, ".");
    return guesses.map((guess) => ({
      ...guess,
      values: sampler.columns[guess.index]!.filled,
      truth: TRUTH.get(guess.header) ?? "nothing",
    }));
  }
  /** Without the type of an attribute's values: where the column goes. */
  const place = (target: string) =>
    target.replace(/^(?:text|number|boolean|price|metric|date|list) /, "attribute ");

  it("all go to the right place: 111 right, 0 unsure, 0 wrong", async (t) => {
    if (!existsSync(path)) return t.skip("no sample files in ../shared/data/products");
    const guesses = await score();
    const right = guesses.filter(({ target, truth }) => place(brief(target)) === place(truth));
    const sure = right.filter(
      ({ confidence }) => confidence === "exact" || confidence === "similar",
    );
    t.diagnostic(
      `place: ${sure.length} right, ${right.length - sure.length} unsure, ${guesses.length - right.length} wrong`,
    );
    assert.deepEqual([guesses.length, right.length, sure.length], [111, 111, 111]);
  });

  it("with the type of their values: 106 right, 3 unsure for want of any value, 2 wrong", async (t) => {
    if (!existsSync(path)) return t.skip("no sample files in ../shared/data/products");
    const other = (await score()).filter(({ target, truth }) => brief(target) !== truth);
    const unsure = other.filter(({ values }) => values === 0);
    const wrong = other.filter(({ values }) => values > 0);
    t.diagnostic(
      `place and type: ${111 - other.length} right, ${unsure.length} unsure, ${wrong.length} wrong`,
    );
    // Numbers by definition, but the file has not one value that would show it.
    assert.deepEqual(
      unsure.map(({ header }) => header),
      ["auto_focus_points", "iso_sensitivity_max", "iso_sensitivity_min"],
    );
    // Every value is a number, yet a text is meant; every value is a single one, yet several may be given.
    assert.deepEqual(
      wrong.map(({ header, target }) => [header, brief(target)]),
      [
        ["collection", "text collection"],
        ["total_megapixels", "number total_megapixels"],
      ],
    );
  });
});

describe("headers by their grammar", () => {
  const cases: [string, string][] = [
    ["name-en_US", "exact: field name en_US"],
    ["description-en_US-ecommerce", "exact: text description en_US ecommerce"],
    ["description-en_US-my_shop", "exact: text description en_US my_shop"],
    ["price-EUR", "exact: price price EUR"],
    ["price-en_US-ecommerce-EUR", "exact: price price en_US ecommerce EUR"],
    ["price-ecommerce-CHF", "exact: price price ecommerce CHF"],
    ["release_date-print", "exact: date release_date print"],
    ["X_SELL-products", "exact: association X_SELL products"],
    ["PACK-groups", "exact: association PACK groups"],
    ["UPSELL-product_models", "exact: association UPSELL product-models"],
    ["T-shirt", "none: text T-shirt"],
    ["price-ALL", "none: text price-ALL"],
  ];
  for (const [header, expected] of cases)
    it(`${header}: ${expected}`, () => assert.equal(one(header), expected));

  it("a unit's column makes a measurement of the one beside it, in its own place", () => {
    assert.deepEqual(
      guessed(["sku", "weight", "weight-unit", "w-print", "w-print-unit"]).slice(1),
      [
        "exact: metric weight",
        "exact: unit-of weight",
        "exact: metric w print",
        "exact: unit-of w print",
      ],
    );
    assert.deepEqual(guessed(["sku", "weight-unit"]).slice(1), ["none: text weight-unit"]);
  });

  it("the first of several names names the product, unless there is a plain one", () => {
    assert.deepEqual(guessed(["sku", "name-fr_FR", "name-en_US"]).slice(1), [
      "exact: field name fr_FR",
      "exact: text name en_US",
    ]);
    assert.deepEqual(guessed(["sku", "name-fr_FR", "name"]).slice(1), [
      "exact: text name fr_FR",
      "exact: field name",
    ]);
  });
});

describe("headers in other words", () => {
  const cases: [string, string][] = [
    ["Bezeichnung", "field name"], ["Nom", "field name"], ["Titre", "field name"], ["Product Name", "field name"],
    ["Warengruppe", "field family"], ["Famille", "field family"], ["Kategorien", "field categories"], ["Catégorie", "field categories"],
    ["Gruppen", "field groups"], ["Hauptartikel", "field parent"],
    ["VK brutto EUR", "price price EUR"], ["Prix TTC (EUR)", "price price EUR"], ["Preis €", "price price EUR"], ["EK netto CHF", "price purchase_price CHF"],
    ["Gewicht (g)", "metric weight GRAM"], ["Breite [cm]", "metric width CENTIMETER"], ["Poids (kg)", "metric weight KILOGRAM"],
    ["Farbe", "text color"], ["Marke", "text brand"], ["Hersteller", "text manufacturer"], ["Langtext", "text description"], ["EAN-Code", "text ean"],
    ["Größe", "text size"], ["Bild1", "text image_1"], ["Beschreibung (fr)", "text description fr_FR"], ["description_de", "text description de_DE"],
    ["Bezeichnung EN", "field name en_US"],
  ]; // prettier-ignore
  for (const [header, expected] of cases)
    it(`${header}: ${expected}`, () => assert.equal(one(header), `similar: ${expected}`));

  for (const header of [
    "Artikelnr",
    "Artikel-Nr.",
    "ARTIKELNUMMER",
    "Identifiant",
    "Référence",
    "Item number",
    "product_id",
    "SKU",
  ])
    it(`${header}: the sku`, () =>
      assert.deepEqual(guessed([header, "x"])[0], "similar: field sku"));
  it("identifier: the sku, exactly", () =>
    assert.equal(guessed(["identifier"])[0], "exact: field sku"));

  it("without grammar around it, an unknown word says nothing and is kept as a text", () => {
    assert.equal(one("Notiz"), "none: text Notiz");
    assert.equal(one("Lieferant intern"), "none: text lieferant_intern");
    assert.equal(one("日本"), "none: text column_2");
  });
});

describe("columns by their values", () => {
  const cases: [string[], string][] = [
    [["12,90 €", "3,00 €"], "by-content: price c EUR"],
    [["12", "7.5", "100"], "by-content: number c"],
    [["2026-03-28", "2026-04-01"], "by-content: date c"],
    [["1", "0"], "by-content: boolean c"],
    [["ja", "nein"], "by-content: boolean c"],
    [["a,b", "c"], "by-content: list c"],
    [["1.2 kg", "3 kg", "4 kg"], "by-content: metric c"],
    [["007", "010", "120"], "none: text c"],
    [["4006381333931", "4006381333948", "4006381334006"], "none: text c"],
    [["5"], "none: text c"],
    [["red, like wine", "blue"], "none: text c"],
    [["12", "n/a", "7"], "none: text c"],
  ];
  for (const [values, expected] of cases)
    it(`${values.join(" | ")}: ${expected}`, () => assert.equal(one("c", ...values), expected));

  it("Status is enabled only where it says yes and no", () => {
    assert.equal(one("Status", "aktiv", "inaktiv"), "by-content: field enabled");
    assert.equal(one("Status", "aktiv", "Auslauf"), "none: text Status");
  });

  it("the key is found where no name tells it, and not where values repeat", () => {
    const keys = sample("AL-10442", "AL-10443", "AL-10450");
    assert.equal(
      guessed(["Spalte A", "Spalte B"], [sample("x", "y", "z"), keys])[1],
      "by-content: field sku",
    );
    const repeated = { ...sample("AL-1", "AL-2"), filled: 3, rows: 3 };
    assert.equal(guessed(["Spalte A"], [repeated])[0], "none: text spalte_a");
  });

  it("the decimal mark is the one that the numbers prove", () => {
    const mark = (...values: string[]) =>
      guessMapping(["sku", "price-EUR"], [sample(), sample(...values)]).mapping.decimalMark;
    assert.equal(mark("1,50", "2.000,00", "3"), ",");
    assert.equal(mark("1.50", "2"), ".");
    assert.equal(mark("1.234", "5"), "auto");
    assert.equal(mark("1.50", "1,50"), "auto");
  });
});

describe("a refused-rows file that comes back", () => {
  const reasons = sample(
    "number-expected: Expected a number, found “x”.",
    "sku-format: Expected at most 255 characters; required-missing: …",
  );
  const ours = (header: string[], samples: ColumnSample[]) => guessed(header, samples).at(-1);

  it("has its last column `reason` ignored, exactly", () =>
    assert.equal(
      ours(["sku", "name", "reason"], [sample("A"), sample("b"), reasons]),
      "exact: ignore",
    ));
  it("keeps a column of the person's own by that name", () => {
    assert.equal(
      ours(["sku", "reason"], [sample("A"), sample("sold out", "broken")]),
      "none: text reason",
    );
    assert.equal(
      guessed(["sku", "reason", "name"], [sample("A"), reasons, sample("b")])[1],
      "none: text reason",
    );
  });
});

describe("every mapping that is proposed", () => {
  it("is valid: no two columns for one value, whatever the headers", () => {
    const nasty = [
      "sku",
      "SKU",
      "sku",
      "",
      "",
      "name",
      "name",
      "__proto__",
      "constructor",
      "toString",
      "a b",
      "a_b",
      "column_4",
      "x".repeat(255),
      "é",
      "price EUR",
      "price-EUR",
      "-",
      "weight-unit",
    ];
    const { mapping, guesses } = guessMapping(nasty);
    assert.deepEqual(Mapping.parse(mapping), mapping);
    assert.deepEqual(checkMapping(mapping, nasty), []);
    assert.equal(
      guesses.filter(({ target }) => target.kind === "ignore").length,
      0,
      "nothing is thrown away",
    );
    assert.ok(guesses.every(({ why }) => why.endsWith(".")));
  });
});
