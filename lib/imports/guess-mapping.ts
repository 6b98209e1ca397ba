import { REASON_HEADER } from "../text/csv.ts";
import { codeOf } from "./fields.ts";
import { type ColumnSample, isYesOrNo, looksLikeKey, typeByContent } from "./guess-content.ts";
import { type FileMarks, guessByHeader, marksOf } from "./guess-header.ts";
import { type Mapping, type MappedColumn, type Target, targetKey } from "./mapping.ts";

/**
 * Proposes a target for every column, from its name, its values and the names around it. Nothing is dropped but the reasons that
 * an earlier run added: a column that says nothing becomes a text attribute under its own name.
 * @param samples of each column, as `inspectFile` gathers them; without them only the names speak
 */
export function guessMapping(
  header: readonly string[],
  samples: readonly ColumnSample[] = [],
): GuessedMapping {
  const marks = marksOf(header);
  const guesses = header.map((name, index) =>
    guessColumn({
      name,
      index,
      last: index === header.length - 1,
      sample: samples[index] ?? NO_SAMPLE,
      marks,
    }),
  );
  chooseKey(guesses, samples);
  chooseName(guesses);
  linkUnits(guesses);
  settleConflicts(guesses);
  const columns = guesses.map(({ index, header: name, target }): MappedColumn => ({
    index,
    header: name,
    target,
  }));
  const mapping: Mapping = {
    version: 1,
    columns,
    onInvalid: "skip-row",
    decimalMark: decimalMarkOf(guesses, samples),
    dateOrder: "auto",
  };
  return { mapping, guesses };
}

/** A mapping to begin with, and for each of its columns how sure it is. */
export type GuessedMapping = { mapping: Mapping; guesses: Guess[] };
export type Guess = {
  index: number;
  header: string;
  target: Target;
  confidence: Confidence;
  why: string;
};
/** By the name alone, by a similar name, by the values, not at all. */
export type Confidence = "exact" | "similar" | "by-content" | "none";

const NO_SAMPLE: ColumnSample = { values: [], filled: 0, rows: 0 };
type Column = {
  name: string;
  index: number;
  last: boolean;
  sample: ColumnSample;
  marks: FileMarks;
};

function guessColumn({ name, index, last, sample, marks }: Column): Guess {
  const base = { index, header: name };
  if (last && isReasonColumn(name, sample))
    return {
      ...base,
      target: { kind: "ignore" },
      confidence: "exact",
      why: "The reasons for which an earlier import refused these rows.",
    };
  const byHeader = guessByHeader(name, marks);
  if (!byHeader) return { ...base, ...byContent(name, index, sample) };
  const { target, confidence, why } = byHeader;
  if (target.kind === "field" && target.field === "enabled" && confidence === "similar")
    return { ...base, ...enabledByContent(name, sample, why) };
  return { ...base, target: refined(target, sample), confidence, why };
}

/** Only with values that read like our reasons, `code: sentence; …`: a column of the person's own may have the same name. */
function isReasonColumn(name: string, { values }: ColumnSample): boolean {
  return (
    name === REASON_HEADER &&
    values.length > 0 &&
    values.every((value) => /^[a-z]+(?:-[a-z]+)+: /.test(value))
  );
}

/** The name says which attribute; the values say of which type. */
function refined(target: Target, { values }: ColumnSample): Target {
  if (target.kind !== "attribute" || target.valueType === "price" || target.valueType === "metric")
    return target;
  const found = typeByContent(values, target.code);
  if (target.valueType === "date")
    return values.length === 0 || found.valueType === "date"
      ? target
      : { ...target, valueType: "text" };
  return { ...target, ...found };
}

function byContent(
  name: string,
  index: number,
  { values }: ColumnSample,
): Pick<Guess, "target" | "confidence" | "why"> {
  const code = codeOf(name) || `column_${index + 1}`;
  const found = typeByContent(values, code);
  const target: Target = { kind: "attribute", code, ...found };
  if (found.valueType === "text")
    return {
      target,
      confidence: "none",
      why: "Nothing tells what the column is; it is kept as a text under its own name.",
    };
  return {
    target,
    confidence: "by-content",
    why: `The name says nothing; the values read as ${WORDS[found.valueType]}.`,
  };
}

const WORDS = {
  number: "numbers",
  boolean: "yes or no",
  price: "prices",
  metric: "measurements",
  date: "dates",
  list: "lists",
} as const;

/** “Status” may mean anything: it is `enabled` only if its values say yes and no. */
function enabledByContent(
  name: string,
  { values }: ColumnSample,
  why: string,
): Pick<Guess, "target" | "confidence" | "why"> {
  if (values.length === 0)
    return { target: { kind: "field", field: "enabled" }, confidence: "similar", why };
  if (values.every(isYesOrNo))
    return {
      target: { kind: "field", field: "enabled" },
      confidence: "by-content",
      why: `${why} Its values are yes and no.`,
    };
  const target: Target = { kind: "attribute", code: codeOf(name) || "status", valueType: "text" };
  return {
    target,
    confidence: "none",
    why: `“${name}” could say whether a product is enabled, but its values are not yes and no.`,
  };
}

/** Where no name says which column is the key, the first one does whose values could be. */
function chooseKey(guesses: Guess[], samples: readonly ColumnSample[]): void {
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
function chooseName(guesses: Guess[]): void {
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
function linkUnits(guesses: Guess[]): void {
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
function settleConflicts(guesses: Guess[]): void {
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
function decimalMarkOf(
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
