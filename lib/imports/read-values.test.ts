import assert from "node:assert/strict";
import { describe, it } from "node:test";
import fc from "fast-check";
import { readBoolean, readDate, readList, readMeasure, readPrice } from "./read-values.ts";
import { readNumber } from "./read-values-number.ts";

/** The value, or the code of what is wrong, with a question mark behind a value that was read on a guess. */
function brief(
  reading: { value: unknown; doubt?: { code: string } } | { problem: { code: string } },
): unknown {
  if ("problem" in reading) return reading.problem.code;
  return reading.doubt ? `${String(reading.value)}?` : reading.value;
}

describe("numbers", () => {
  const cases: [string, "auto" | "." | ",", string][] = [
    ["1", "auto", "1"], ["1.5", "auto", "1.5"], ["1,5", "auto", "1.5"], ["-3,50", "auto", "-3.5"], ["+7", "auto", "7"], [".5", "auto", "0.5"],
    ["1.234,56", "auto", "1234.56"], ["1,234.56", "auto", "1234.56"], ["1 234,56", "auto", "1234.56"], ["1\u00a0234,56", "auto", "1234.56"],
    ["1'234.50", "auto", "1234.5"], ["1.234.567", "auto", "1234567"], ["-0,0", "auto", "0"], ["007", "auto", "7"],
    ["99999999999999999999.123456789", "auto", "99999999999999999999.123456789"],
    ["1.234", "auto", "1.234?"], ["1,234", "auto", "1.234?"], ["0.123", "auto", "0.123"], ["1.234", ".", "1.234"], ["1.234", ",", "1234"], ["1,234", ",", "1.234"],
    ["0.123", ",", "number-expected"], ["1.5", ",", "number-expected"], ["1,5", ".", "number-expected"],
    ["", "auto", "number-expected"], ["abc", "auto", "number-expected"], ["1.2.3", "auto", "number-expected"], ["12 34", "auto", "number-expected"],
    ["1e5", "auto", "number-expected"], ["--1", "auto", "number-expected"], ["=1", "auto", "number-expected"], ["٣", "auto", "number-expected"],
  ]; // prettier-ignore
  for (const [text, mark, expected] of cases)
    it(`${JSON.stringify(text)} (${mark}): ${expected}`, () =>
      assert.equal(brief(readNumber(text, mark)), expected));

  it("are the same however they are written", () => {
    const property = fc.property(
      fc.integer({ min: -9_999_999, max: 9_999_999 }),
      fc.integer({ min: 1, max: 99 }),
      (whole, cents) => {
        const plain = `${whole}.${String(cents).padStart(2, "0")}`;
        const german = `${whole.toLocaleString("de-DE")},${String(cents).padStart(2, "0")}`;
        assert.deepEqual(readNumber(german, ","), readNumber(plain, "."));
        assert.equal(Number(brief(readNumber(plain, "."))), Number(plain));
      },
    );
    fc.assert(property);
  });

  it("say what was expected, what was found and what to write", () => {
    const reading = readNumber("zwölf", ",");
    assert.ok("problem" in reading);
    assert.equal(
      reading.problem.message,
      "Expected a number, found “zwölf”. The file's decimal mark is the comma: write it like 1234,5.",
    );
  });
});

it("yes and no in three languages", () => {
  for (const word of ["1", "true", "Yes", "ja", "OUI", "on", "aktiv", " x "])
    assert.equal(brief(readBoolean(word)), true, word);
  for (const word of ["0", "False", "no", "nein", "non", "off", "inaktiv"])
    assert.equal(brief(readBoolean(word)), false, word);
  for (const word of ["", "2", "Auslauf", "maybe"])
    assert.equal(brief(readBoolean(word)), "boolean-expected", word);
});

it("dates", () => {
  const cases: [string, "auto" | "day-first" | "month-first", string][] = [
    ["2026-03-28", "auto", "2026-03-28"], ["2026-3-8", "auto", "2026-03-08"], ["28.03.2026", "month-first", "2026-03-28"], ["1.2.2026", "auto", "2026-02-01"],
    ["28/03/2026", "auto", "2026-03-28"], ["03/28/2026", "auto", "2026-03-28"], ["03/04/2026", "auto", "2026-04-03?"], ["04/04/2026", "auto", "2026-04-04"],
    ["03/04/2026", "day-first", "2026-04-03"], ["03/04/2026", "month-first", "2026-03-04"], ["2024-02-29", "auto", "2024-02-29"],
    ["2026-03-28T21:42:00Z", "auto", "2026-03-28T21:42:00Z"], ["2026-03-28 21:42", "auto", "2026-03-28T21:42"],
    ["2026-02-29", "auto", "date-expected"], ["31.11.2026", "auto", "date-expected"], ["13/13/2026", "auto", "date-expected"], ["28/03/2026", "month-first", "date-expected"],
    ["20260328", "auto", "date-expected"], ["yesterday", "auto", "date-expected"], ["0000-01-01", "auto", "date-expected"],
  ]; // prettier-ignore
  for (const [text, order, expected] of cases)
    assert.equal(brief(readDate(text, order)), expected, `${text} (${order})`);
});

it("prices with and without their currency, never in another", () => {
  for (const text of ["12,90", "12.90", "12,90 €", "€12.90", "EUR 12.9", "12,90 eur"])
    assert.equal(brief(readPrice(text, "EUR", "auto")), "12.9", text);
  for (const text of ["12.90 $", "$12", "12 USD", "£3"])
    assert.equal(brief(readPrice(text, "EUR", "auto")), "currency-differs", text);
  assert.equal(brief(readPrice("$12", "CAD", "auto")), "12");
  for (const text of ["free", "12 apples", "€"])
    assert.equal(brief(readPrice(text, "EUR", "auto")), "number-expected", text);
});

it("measurements with their unit", () => {
  const read = (text: string) => brief(readMeasure(text, "auto"));
  assert.deepEqual(read("1,2 kg"), { number: "1.2", unit: "KILOGRAM" });
  assert.deepEqual(read('24"'), { number: "24", unit: "INCH" });
  assert.deepEqual(read("100"), { number: "100", unit: undefined });
  assert.equal(read("5 blah"), "unit-unknown");
  assert.equal(read("kg"), "number-expected");
});

it("lists part at commas, else at semicolons or bars, each value once", () => {
  assert.deepEqual(readList("a, b,,a"), ["a", "b"]);
  assert.deepEqual(readList("a;b|c"), ["a", "b|c"]);
  assert.deepEqual(readList("a|b"), ["a", "b"]);
  assert.deepEqual(readList("  "), []);
});

it("long texts without an end are read in no time", () => {
  const began = performance.now();
  for (const text of [
    "1".repeat(65_000),
    "1 ".repeat(32_000),
    "1.".repeat(32_000),
    " ".repeat(65_000),
    `${"1,".repeat(32_000)}x`,
    "a".repeat(65_000),
  ])
    for (const read of [
      () => readNumber(text, "auto"),
      () => readPrice(text, "EUR", "auto"),
      () => readMeasure(text, "auto"),
      () => readDate(text, "auto"),
    ])
      read();
  assert.ok(performance.now() - began < 1000, `${performance.now() - began} ms`);
});
