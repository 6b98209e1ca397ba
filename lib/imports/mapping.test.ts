import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { checkMapping, coverage, Mapping, type Target } from "./mapping.ts";

const SKU: Target = { kind: "field", field: "sku" };
const metric: Target = { kind: "attribute", code: "weight", valueType: "metric" };
const mappingOf = (...targets: Target[]) =>
  Mapping.parse({
    version: 1,
    columns: targets.map((target, index) => ({ index, header: `c${index}`, target })),
  });
const errors = (...targets: Target[]) =>
  checkMapping(mappingOf(...targets)).map(({ index, code }) => [index, code]);

describe("a mapping", () => {
  it("has its choices filled in", () => {
    const { onInvalid, decimalMark, dateOrder } = mappingOf(SKU);
    assert.deepEqual([onInvalid, decimalMark, dateOrder], ["skip-row", "auto", "auto"]);
  });

  it("is refused in another version, with unknown targets, or with codes that are none", () => {
    const parses = (value: unknown) => Mapping.safeParse(value).success;
    const columns = [{ index: 0, header: "a", target: SKU }];
    assert.equal(parses({ version: 1, columns }), true);
    assert.equal(parses({ version: 2, columns }), false);
    assert.equal(parses({ version: 1, columns: [] }), false);
    assert.equal(parses({ version: 1, columns: [{ index: -1, header: "a", target: SKU }] }), false);
    for (const target of [{ kind: "field", field: "price" }, { kind: "drop" }, null])
      assert.equal(parses({ version: 1, columns: [{ index: 0, header: "a", target }] }), false);
    for (const code of ["__proto__", "", "a b", "a".repeat(101), "-a"])
      assert.equal(
        parses({
          version: 1,
          columns: [
            { index: 0, header: "a", target: { kind: "attribute", code, valueType: "text" } },
          ],
        }),
        false,
        code,
      );
  });

  it("needs the sku, once", () => {
    assert.deepEqual(errors(SKU), []);
    assert.deepEqual(errors({ kind: "ignore" }), [[undefined, "sku-missing"]]);
    assert.deepEqual(errors(SKU, SKU), [[1, "target-twice"]]);
  });

  it("has no two columns for one value, but the same code in other places", () => {
    const text = (more = {}): Target => ({
      kind: "attribute",
      code: "d",
      valueType: "text",
      ...more,
    });
    assert.deepEqual(errors(SKU, text(), text()), [[2, "target-twice"]]);
    assert.deepEqual(errors(SKU, text(), text({ valueType: "number" })), [[2, "target-twice"]]);
    assert.deepEqual(
      errors(SKU, text({ locale: "en_US" }), text({ locale: "de_DE" }), text({ channel: "print" })),
      [],
    );
    assert.deepEqual(errors(SKU, { kind: "ignore" }, { kind: "ignore" }), []);
    const price = (currency: string): Target => ({
      kind: "attribute",
      code: "price",
      valueType: "price",
      currency,
    });
    assert.deepEqual(errors(SKU, price("EUR"), price("USD"), price("EUR")), [[3, "target-twice"]]);
  });

  it("has units for measurements only, from one place", () => {
    const unit: Target = { kind: "unit-of", code: "weight" };
    assert.deepEqual(errors(SKU, metric, unit), []);
    assert.deepEqual(errors(SKU, unit), [[1, "unit-without-metric"]]);
    assert.deepEqual(errors(SKU, { ...metric, valueType: "text" } as Target, unit), [
      [2, "unit-without-metric"],
    ]);
    assert.deepEqual(errors(SKU, metric, { ...unit, channel: "print" }), [
      [2, "unit-without-metric"],
    ]);
    assert.deepEqual(errors(SKU, { ...metric, unit: "GRAM" } as Target, unit), [[2, "unit-twice"]]);
  });

  it("says the currency of a price", () => {
    assert.deepEqual(errors(SKU, { kind: "attribute", code: "price", valueType: "price" }), [
      [1, "currency-missing"],
    ]);
  });

  it("fits its file: every column named, as the file names it", () => {
    const check = (...header: string[]) =>
      checkMapping(mappingOf(SKU, metric), header).map(({ index, code }) => [index, code]);
    assert.deepEqual(check("c0", "c1"), []);
    assert.deepEqual(check("c0", "c1", "c2"), [[2, "column-missing"]]);
    assert.deepEqual(check("c0"), [[1, "column-unknown"]]);
    assert.deepEqual(check("c0", "other"), [[1, "column-unknown"]]);
    const twice = Mapping.parse({
      version: 1,
      columns: [SKU, metric].map((target) => ({ index: 0, header: "c0", target })),
    });
    assert.deepEqual(
      checkMapping(twice).map(({ code }) => code),
      ["column-twice"],
    );
  });

  it("tells which values the file decides on", () => {
    const mapping = mappingOf(
      SKU,
      { kind: "field", field: "name", locale: "de_DE" },
      metric,
      { kind: "association", type: "X", targets: "groups" },
      { kind: "ignore" },
    );
    assert.deepEqual(coverage(mapping), {
      fields: ["sku", "name"],
      attributes: [
        { code: "weight", locale: undefined, channel: undefined, currency: undefined },
        { code: "name", locale: "de_DE", channel: undefined, currency: undefined },
      ],
      associations: [{ type: "X", kind: "groups" }],
    });
  });
});
