import { ATTRIBUTE_SYNONYMS, codeOf, FIELD_SYNONYMS, foldHeader } from "./fields.ts";
import type { HeaderGuess } from "./guess-header.ts";
import type { Target, ValueType } from "./mapping.ts";
import { currencyOf, unitOf } from "./units.ts";

export const CODE = /^[A-Za-z0-9][A-Za-z0-9_]*$/;

/** “VK brutto EUR”, “Gewicht (g)”, “Bild1”, “Beschreibung (fr)”, “name_de”. */
export function wordGuess(header: string): HeaderGuess | undefined {
  const { words, currency, unit, locale, number } = qualifiers(header);
  const folded = foldHeader(words);
  const field = FIELD_SYNONYMS.get(folded) ?? (folded === "name" ? "name" : undefined);
  if (locale && field === "name")
    return {
      target: { kind: "field", field, locale },
      confidence: "similar",
      why: `“${words}” is a word for name, in ${locale}.`,
    };
  const known = ATTRIBUTE_SYNONYMS.get(folded);
  if (!known && !currency && !unit && !locale) return undefined;
  const base = known ?? codeOf(words);
  if (base === "" || (!known && !unit && !currency && locale && !CODE.test(words)))
    return undefined;
  const place = { code: `${base}${number}`, ...(locale && { locale }) };
  const because =
    known && foldHeader(header) !== known.replaceAll("_", " ")
      ? `“${header}” is another word for ${place.code}`
      : `“${header}” is the attribute ${place.code}`;
  const target: Target = currency
    ? { ...attribute(place, "price"), currency }
    : unit
      ? { ...attribute(place, "metric"), unit }
      : attribute(place, typeOfCode(base));
  const exact = header === place.code && !currency && !unit;
  return {
    target,
    confidence: exact ? "exact" : "similar",
    why: `${because}${currency ? `, in ${currency}` : ""}${unit ? `, measured in ${unit}` : ""}.`,
  };
}

export function attribute(
  place: { code: string; locale?: string; channel?: string },
  valueType: ValueType,
) {
  return { kind: "attribute" as const, ...place, valueType };
}

/** What a code alone can tell of its values; all else is decided by the values. */
export function typeOfCode(code: string): ValueType {
  return /(?:^|_)date$/.test(code) ? "date" : "text";
}

/** Takes currency, unit, language and a trailing number off a header. */
function qualifiers(header: string): {
  words: string;
  currency?: string;
  unit?: string;
  locale?: string;
  number: string;
} {
  const [, rest = header, inBrackets = ""] = /^(.*?\S)\s*[([]([^)\]]+)[)\]]$/.exec(header) ?? [];
  const [, words = rest, last = ""] = inBrackets ? [] : (/^(.*\S)[\s_-]+(\S+)$/.exec(rest) ?? []);
  const word = inBrackets || last;
  const currency =
    word && word !== word.toLowerCase()
      ? currencyOf(word)
      : SIGNS.has(word)
        ? currencyOf(word)
        : undefined;
  if (currency) return { words, currency, number: "" };
  const unit = inBrackets ? unitOf(inBrackets) : undefined;
  if (unit) return { words, unit, number: "" };
  const locale =
    LOCALES.get(word.toLowerCase()) ?? (/^[a-z]{2}_[A-Z]{2}$/.test(word) ? word : undefined);
  if (locale) return { words, locale, number: "" };
  const [, base = header, digits] = /^(.*\p{L})[\s_-]?(\d{1,2})$/u.exec(header) ?? [];
  return digits && !ATTRIBUTE_SYNONYMS.has(foldHeader(header))
    ? { words: base, number: `_${digits}` }
    : { words: header, number: "" };
}

const SIGNS = new Set(["€", "£"]);
const LOCALES: ReadonlyMap<string, string> = new Map([
  ["en", "en_US"],
  ["de", "de_DE"],
  ["fr", "fr_FR"],
  ["it", "it_IT"],
  ["es", "es_ES"],
  ["nl", "nl_NL"],
]);
