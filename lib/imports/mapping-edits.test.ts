import assert from "node:assert/strict";
import { test } from "node:test";
import { editMapping, fieldsInOneColumn, type MappingEdits } from "./mapping-edits.ts";
import { checkMapping, type Mapping, type Target } from "./mapping.ts";

const HEADER = ["Nr", "Titel", "Preis", "Notiz"];
const mapping: Mapping = {
  version: 1,
  columns: (
    [
      { kind: "field", field: "sku" },
      { kind: "field", field: "name", locale: "de_DE" },
      { kind: "attribute", code: "price", valueType: "price", currency: "EUR" },
      { kind: "ignore" },
    ] as Target[]
  ).map((target, index) => ({ index, header: HEADER[index] ?? "", target })),
  onInvalid: "skip-row",
  decimalMark: "auto",
  dateOrder: "auto",
};

const edits = (more: Partial<MappingEdits> = {}): MappingEdits => ({
  fields: {},
  use: new Map(),
  types: new Map(),
  currencies: new Map(),
  units: new Map(),
  ...more,
});

const targets = (edited: Mapping) => edited.columns.map(({ target }) => target);

test("no edit changes nothing", () => {
  assert.deepEqual(editMapping(mapping, edits()), mapping);
});

test("a field that takes another column gives its own back as a text under its name", () => {
  const edited = editMapping(mapping, edits({ fields: { name: 3 } }));
  assert.deepEqual(targets(edited).slice(1), [
    { kind: "attribute", code: "Titel", valueType: "text" },
    { kind: "attribute", code: "price", valueType: "price", currency: "EUR" },
    { kind: "field", field: "name" },
  ]);
  assert.deepEqual(checkMapping(edited, HEADER), []);
});

test("two fields can swap their columns; a name keeps its language only on its own column", () => {
  const edited = editMapping(mapping, edits({ fields: { name: 0, sku: 1 } }));
  assert.deepEqual(targets(edited).slice(0, 2), [
    { kind: "field", field: "name" },
    { kind: "field", field: "sku" },
  ]);
});

test("a field without a column is missed only where it is required", () => {
  assert.deepEqual(
    checkMapping(editMapping(mapping, edits({ fields: { name: null } })), HEADER),
    [],
  );
  const [error] = checkMapping(editMapping(mapping, edits({ fields: { sku: null } })), HEADER);
  assert.equal(error?.code, "sku-missing");
});

test("columns are left out and come back; one that would write what another writes gets a name of its own", () => {
  const out = editMapping(mapping, edits({ use: new Map([[2, false]]) }));
  assert.deepEqual(targets(out)[2], { kind: "ignore" });
  const back = editMapping(out, edits({ use: new Map([[2, true]]) }));
  assert.deepEqual(targets(back)[2], { kind: "attribute", code: "Preis", valueType: "text" });
  const twin: Mapping = {
    ...mapping,
    columns: mapping.columns.map((column) =>
      column.index === 2
        ? { ...column, target: { kind: "attribute", code: "Notiz", valueType: "text" } }
        : column,
    ),
  };
  const apart = editMapping(twin, edits({ use: new Map([[3, true]]) }));
  assert.deepEqual(targets(apart)[3], { kind: "attribute", code: "column_4", valueType: "text" });
  assert.deepEqual(checkMapping(apart, HEADER), []);
});

test("currency and unit go with the type they belong to", () => {
  const asText = editMapping(mapping, edits({ types: new Map([[2, "text"]]) }));
  assert.deepEqual(targets(asText)[2], { kind: "attribute", code: "price", valueType: "text" });
  const bare = editMapping(asText, edits({ types: new Map([[2, "price"]]) }));
  assert.equal(checkMapping(bare, HEADER)[0]?.code, "currency-missing");
  const priced = editMapping(bare, edits({ currencies: new Map([[2, "USD"]]) }));
  assert.deepEqual(targets(priced)[2], {
    kind: "attribute",
    code: "price",
    valueType: "price",
    currency: "USD",
  });
});

test("two fields in one column are named", () => {
  assert.deepEqual(fieldsInOneColumn(edits({ fields: { sku: 1, family: 1 } })), ["sku", "family"]);
  assert.equal(fieldsInOneColumn(edits({ fields: { sku: null, family: null } })), undefined);
});
