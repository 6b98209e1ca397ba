import { currencyOf, unitOf } from "./units.ts";

/** How a cell reads: its value, in one spelling for one meaning, or what was expected instead. `doubt` is a value read on a guess. */
export type Reading<T> = { value: T; doubt?: Complaint } | { problem: Complaint };
export type Complaint = { code: ValueCode; message: string };
export type ValueCode =
  | "number-expected"
  | "number-ambiguous"
  | "boolean-expected"
  | "date-expected"
  | "date-ambiguous"
  | "currency-differs"
  | "unit-unknown";
export type DecimalMark = "auto" | "." | ",";
export type DateOrder = "auto" | "day-first" | "month-first";

/**
 * A number as canonical decimal text (`1234.5`, no zeros at the ends), which keeps what a float would round.
 * `1.234,56`, `1,234.56`, `1 234,56` and `1'234.56` are read; a single mark follows the file's decimal mark.
 */
export function readNumber(text: string, mark: DecimalMark): Reading<string> {
  const parts = /^([+-]?)(\d[\d.,]*|[.,]\d+)$/.exec(withoutBlanks(text.trim()));
  const digits = parts ? withDecimalPoint(parts[2]!, mark) : undefined;
  if (!parts || digits === undefined)
    return {
      problem: {
        code: "number-expected",
        message: `Expected a number, found ${shown(text)}. ${HOW_NUMBER[mark]}`,
      },
    };
  const value = canonical(parts[1] === "-", digits);
  if (mark !== "auto" || !/^\d{1,3}[.,]\d{3}$/.test(parts[2]!) || parts[2]!.startsWith("0"))
    return { value };
  const message = `${shown(text)} was read as ${value}; it could mean a thousand times as much. Choose the decimal mark of the file.`;
  return { value, doubt: { code: "number-ambiguous", message } };
}

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

/** A value for a message: in quotes, cut at 60 characters. */
export function shown(text: string): string {
  return `“${text.length > 60 ? `${text.slice(0, 60).toWellFormed()}…` : text}”`;
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

const HOW_NUMBER = {
  auto: "Write it like 1234.5.",
  ".": "The file's decimal mark is the point: write it like 1234.5.",
  ",": "The file's decimal mark is the comma: write it like 1234,5.",
};

/** Blanks and apostrophes part thousands, three digits each; anywhere else they stay and make the text no number. */
function withoutBlanks(text: string): string {
  return /^[+-]?[1-9]\d{0,2}(?:[\s'’]\d{3})+(?:[.,]\d+)?$/.test(text)
    ? text.replaceAll(/[\s'’]/g, "")
    : text;
}

/** Digits with a point, or undefined where the marks make no number. */
function withDecimalPoint(digits: string, mark: DecimalMark): string | undefined {
  const decimal = mark === "auto" ? guessedMark(digits) : mark;
  const group = decimal === "." ? "," : ".";
  const [whole = "", fraction, ...more] = digits.split(decimal);
  if (more.length > 0 || fraction?.includes(group)) return undefined;
  if (whole.includes(group) && !GROUPED[group].test(whole)) return undefined;
  return `${whole.replaceAll(group, "")}.${fraction ?? ""}`;
}

const GROUPED = { ".": /^[1-9]\d{0,2}(?:\.\d{3})+$/, ",": /^[1-9]\d{0,2}(?:,\d{3})+$/ };

/** The mark that stands last, if it stands once; several of one kind part thousands. */
function guessedMark(digits: string): "." | "," {
  const last = digits.lastIndexOf(",") > digits.lastIndexOf(".") ? "," : ".";
  if (digits.indexOf(last) === digits.lastIndexOf(last)) return last;
  return last === "," ? "." : ",";
}

function canonical(negative: boolean, digits: string): string {
  const [whole = "", fraction = ""] = digits.split(".");
  const left = whole.replace(/^0+(?=\d)/, "") || "0";
  const right = fraction.replace(/0+$/, "");
  const value = right === "" ? left : `${left}.${right}`;
  return negative && value !== "0" ? `-${value}` : value;
}

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
