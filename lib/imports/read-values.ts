import { readNumber } from "./read-values-number.ts";
import {
  type Complaint,
  type DateOrder,
  type DecimalMark,
  type Reading,
  shown,
} from "./reading.ts";
import { currencyOf, unitOf } from "./units.ts";

/** Yes or no in English, German and French, 1 and 0, on and off. */
export function readBoolean(text: string): Reading<boolean> {
  const word = text.trim().toLowerCase();
  if (YES.has(word)) return { value: true };
  if (NO.has(word)) return { value: false };
  return {
    problem: {
      code: "boolean-expected",
      message: `Expected yes or no (1 or 0, true or false, ja or nein, oui or non), found ${shown(text)}.`,
    },
  };
}

/** A date as `2026-03-28`; with a time of day, which is kept, as `2026-03-28T21:42:00`. ISO, `28.03.2026`, `28/03/2026` and, month first, `03/28/2026`. */
export function readDate(text: string, order: DateOrder): Reading<string> {
  const trimmed = text.trim();
  const iso =
    /^(\d{4})-(\d\d?)-(\d\d?)(?:[T ](\d\d:\d\d(?::\d\d(?:\.\d+)?)?(?:Z|[+-]\d\d:?\d\d)?))?$/.exec(
      trimmed,
    );
  if (iso) return dateOf(text, iso[1]!, iso[2]!, iso[3]!, iso[4]);
  const parts = /^(\d{1,2})([./-])(\d{1,2})\2(\d{4})$/.exec(trimmed);
  if (!parts) return { problem: dateProblem(text) };
  const [, first, separator, second, year] = parts as unknown as [
    string,
    string,
    string,
    string,
    string,
  ];
  const monthFirst =
    separator !== "." && (order === "month-first" || (order === "auto" && Number(second) > 12));
  const reading = monthFirst
    ? dateOf(text, year, first, second)
    : dateOf(text, year, second, first);
  const open =
    order === "auto" &&
    separator !== "." &&
    Number(first) <= 12 &&
    Number(second) <= 12 &&
    first !== second;
  if (!open || "problem" in reading) return reading;
  const message = `${shown(text)} was read as ${reading.value}, the day before the month. Choose the order of dates in the file.`;
  return { value: reading.value, doubt: { code: "date-ambiguous", message } };
}

/** An amount, with or without its currency: `12.90`, `12,90 €`, `EUR 12.90`. */
export function readPrice(text: string, currency: string, mark: DecimalMark): Reading<string> {
  const { number, word } = apart(text);
  if (word === "" || (word === "$" && DOLLARS.has(currency))) return readNumber(number, mark);
  const written = word === "$" ? "USD" : currencyOf(word);
  if (written === undefined) return readNumber(text, mark);
  if (written === currency) return readNumber(number, mark);
  const message = `Expected an amount in ${currency}, found ${shown(text)}. Correct it, or map the column to ${written}.`;
  return { problem: { code: "currency-differs", message } };
}

/** A number and the unit written after it, if any: `1.2 kg`. A word that is no known unit is refused. */
export function readMeasure(
  text: string,
  mark: DecimalMark,
): Reading<{ number: string; unit?: string }> {
  const { number, word } = apart(text);
  const unit = word === "" ? undefined : unitOf(word);
  if (word !== "" && unit === undefined) {
    const message = `Expected a number and a unit such as kg or cm, found ${shown(text)}.`;
    return { problem: { code: "unit-unknown", message } };
  }
  const reading = readNumber(number, mark);
  return "problem" in reading
    ? reading
    : { value: { number: reading.value, unit }, doubt: reading.doubt };
}

/** The parts of a list, trimmed, each once. Commas part it; where there is none, semicolons or bars do. */
export function readList(text: string): string[] {
  const separator = [",", ";", "|"].find((mark) => text.includes(mark)) ?? ",";
  return [...new Set(text.split(separator).map((part) => part.trim()))].filter(
    (part) => part !== "",
  );
}

const YES: ReadonlySet<string> = new Set([
  "1",
  "true",
  "yes",
  "y",
  "on",
  "ja",
  "j",
  "wahr",
  "oui",
  "o",
  "vrai",
  "x",
  "active",
  "enabled",
  "published",
  "aktiv",
  "actif",
]);
const NO: ReadonlySet<string> = new Set([
  "0",
  "false",
  "no",
  "n",
  "off",
  "nein",
  "falsch",
  "non",
  "faux",
  "inactive",
  "disabled",
  "unpublished",
  "inaktiv",
  "inactif",
]);

/** Currencies whose sign is the dollar's. */
const DOLLARS: ReadonlySet<string> = new Set(["USD", "CAD", "AUD", "NZD", "HKD", "SGD", "MXN"]);

function dateOf(
  text: string,
  year: string,
  month: string,
  day: string,
  time?: string,
): Reading<string> {
  const date = new Date(Date.UTC(Number(year), Number(month) - 1, Number(day)));
  const real = date.getUTCMonth() === Number(month) - 1 && date.getUTCDate() === Number(day);
  if (!real || Number(year) < 100) return { problem: dateProblem(text) };
  const value = `${year}-${month.padStart(2, "0")}-${day.padStart(2, "0")}`;
  return { value: time === undefined ? value : `${value}T${time}` };
}

function dateProblem(text: string): Complaint {
  return {
    code: "date-expected",
    message: `Expected a date such as 2026-03-28 or 28.03.2026, found ${shown(text)}.`,
  };
}

/** A number and the word before or after it. */
function apart(text: string): { number: string; word: string } {
  const trimmed = text.trim();
  const [, before = "", number = trimmed, after = ""] =
    /^([^\d\s.,+-]{0,15}?)\s*([+-]?[\d.,][\d.,\s'’]*?)\s*([^\d\s.,'’][^\s]{0,15})?$/u.exec(
      trimmed,
    ) ?? [];
  return before !== "" && after !== ""
    ? { number: trimmed, word: "" }
    : { number, word: before || after };
}
