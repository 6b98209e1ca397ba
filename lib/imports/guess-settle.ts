import { codeOf } from "./fields.ts";
import { type ColumnSample, looksLikeKey, NO_SAMPLE } from "./guess-content.ts";
import type { Confidence, Guess } from "./guess-mapping.ts";
import { type Mapping, type Target, targetKey } from "./mapping.ts";

// What the columns of a file settle among themselves, after each was looked at alone. Guesses are changed in place.

/** Where no name says which column is the key, the first one does whose values could be. */
export function chooseKey(guesses: Guess[], samples: readonly ColumnSample[]): void {
  if (guesses.some(({ target }) => isField(target, "sku"))) return;
  const key = guesses.find(
    ({ index, confidence }) =>
      (confidence === "none" || confidence === "by-content") &&
      looksLikeKey(samples[index] ?? NO_SAMPLE),
  );
  if (!key) return;
  Object.assign(key, {
    target: { kind: "field", field: "sku" },
    confidence: "by-content",
    why: "Every value is there once and looks like an article number.",
  });
}

/** Where the name comes only in languages, the first of them names the product. */
export function chooseName(guesses: Guess[]): void {
  if (guesses.some(({ target }) => isField(target, "name"))) return;
  const first = guesses.find(
    ({ target }) =>
      target.kind === "attribute" && target.code === "name" && target.locale && !target.channel,
  );
  if (first?.target.kind !== "attribute") return;
  const { locale } = first.target;
  Object.assign(first, {
    target: { kind: "field", field: "name", locale },
    why: `The header is the name in ${locale}, the first of the file's names.`,
  });
}

/** A column of units makes the column beside it a measurement; one without such a column is a text. */
export function linkUnits(guesses: Guess[]): void {
  for (const unit of guesses) {
    if (unit.target.kind !== "unit-of") continue;
    const { code, locale, channel } = unit.target;
    const same = ({ target }: Guess) =>
      target.kind === "attribute" &&
      target.code === code &&
      target.locale === locale &&
      target.channel === channel &&
      !target.currency;
    const measured = guesses.find(same);
    if (measured?.target.kind === "attribute") {
      const { unit: _, ...target } = measured.target;
      Object.assign(measured, {
        target: { ...target, valueType: "metric" },
        why: `${measured.why} Its units stand in “${unit.header}”.`,
      });
    } else
      Object.assign(unit, {
        target: { kind: "attribute", code: codeOf(unit.header), valueType: "text" },
        confidence: "none",
        why: `The file has no column ${code} for these units.`,
      });
  }
}

/** Two columns must not write one value: the surer one keeps it, the other becomes a text under its own name. */
export function settleConflicts(guesses: Guess[]): void {
  const taken = new Map<string, Guess>();
  const bySureness = guesses.toSorted(
    (a, b) => SURENESS.indexOf(a.confidence) - SURENESS.indexOf(b.confidence) || a.index - b.index,
  );
  for (const guess of bySureness) {
    const first = taken.get(targetKey(guess.target) ?? "");
    if (first)
      Object.assign(guess, {
        target: freeText(guess, taken),
        confidence: "none",
        why: `${first.header === guess.header ? "The same name stands over" : "The same is in"} column ${first.index + 1}, “${first.header}”.`,
      });
    const key = targetKey(guess.target);
    if (key !== undefined) taken.set(key, guess);
  }
}

const SURENESS: readonly Confidence[] = ["exact", "similar", "by-content", "none"];

function freeText({ header, index }: Guess, taken: ReadonlyMap<string, Guess>): Target {
  const code = codeOf(header) || `column_${index + 1}`;
  const candidates = [code, `${code}_${index + 1}`.slice(-100), `column_${index + 1}`].map(
    (free): Target => ({ kind: "attribute", code: free, valueType: "text" }),
  );
  return (
    candidates.find((target) => !taken.has(targetKey(target)!)) ?? {
      kind: "attribute",
      code: `column_${index + 1}_more`,
      valueType: "text",
    }
  );
}

/** The mark that the numbers of the file prove, if they prove only one: 1,5 and 12.90 prove it, 1.234 does not. */
export function decimalMarkOf(
  guesses: readonly Guess[],
  samples: readonly ColumnSample[],
): Mapping["decimalMark"] {
  const numeric = guesses.filter(
    ({ target }) => target.kind === "attribute" && NUMERIC.has(target.valueType),
  );
  const values = numeric.flatMap(({ index }) => samples[index]?.values ?? []);
  const proves = (mark: "." | ",") =>
    values.some((value) =>
      (mark === "."
        ? /^[^.]*\.(?!\d{3}(?!\d))\d+[^.,\d]*$/
        : /^[^,]*,(?!\d{3}(?!\d))\d+[^.,\d]*$/
      ).test(value),
    );
  const [point, comma] = [proves("."), proves(",")];
  return point === comma ? "auto" : point ? "." : ",";
}

const NUMERIC: ReadonlySet<string> = new Set(["number", "price", "metric"]);

function isField(target: Target, field: string): boolean {
  return target.kind === "field" && target.field === field;
}
