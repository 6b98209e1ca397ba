import { type DecimalMark, type Reading, shown } from "./reading.ts";

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
