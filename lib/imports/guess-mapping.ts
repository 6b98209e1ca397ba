import { REASON_HEADER } from "../text/csv.ts";
import { codeOf } from "./fields.ts";
import { type ColumnSample, isYesOrNo, NO_SAMPLE, typeByContent } from "./guess-content.ts";
import { type FileMarks, guessByHeader, marksOf } from "./guess-header.ts";
import type { MappedColumn, Mapping, Target } from "./mapping.ts";
import {
  chooseKey,
  chooseName,
  decimalMarkOf,
  linkUnits,
  settleConflicts,
} from "./guess-settle.ts";

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

/** Only with a sentence in every row, as our reasons are: a column of the person's own may have the same name. */
function isReasonColumn(name: string, { values, filled, rows }: ColumnSample): boolean {
  return (
    name === REASON_HEADER &&
    values.length > 0 &&
    filled === rows &&
    values.every((value) => value.trim().split(/\s+/).length >= 3)
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
