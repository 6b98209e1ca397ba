import { FIELD_SYNONYMS, foldHeader, PRODUCT_FIELDS } from "./fields.ts";
import { attribute, CODE, typeOfCode, wordGuess } from "./guess-words.ts";
import type { Target } from "./mapping.ts";
import { currencyOf } from "./units.ts";

/** What a header says by its own grammar or words; undefined where it says nothing. */
export function guessByHeader(name: string, file: FileMarks): HeaderGuess | undefined {
  const header = name.trim();
  return (
    fieldGuess(header) ??
    associationGuess(header) ??
    suffixGuess(header, file) ??
    wordGuess(header) ??
    bareGuess(header, file)
  );
}

export type HeaderGuess = { target: Target; confidence: "exact" | "similar"; why: string };
/** What the whole header tells about the file. */
export type FileMarks = {
  headers: ReadonlySet<string>;
  /** Channels that stand behind a locale somewhere, and so are channels elsewhere too. */
  channels: ReadonlySet<string>;
  /** The file follows the grammar of product exports, in which a bare header is an attribute's code. */
  grammar: boolean;
};

export function marksOf(header: readonly string[]): FileMarks {
  const headers = new Set(header.map((name) => name.trim()));
  const proven = [...headers].flatMap(
    (name) => /-[a-z]{2,3}_[A-Z]{2}-([a-z][a-z0-9_]*)(?:-[A-Z]{3}|-unit)?$/.exec(name)?.[1] ?? [],
  );
  const fields = PRODUCT_FIELDS.filter(
    ({ field }) => field !== "sku" && field !== "name" && headers.has(field),
  );
  const identified = headers.has("sku") || headers.has("identifier");
  return {
    headers,
    channels: new Set([...CHANNELS, ...proven.filter((word) => word !== "unit")]),
    grammar: identified && fields.length >= 2,
  };
}

const CHANNELS = [
  "ecommerce",
  "mobile",
  "print",
  "web",
  "app",
  "marketplace",
  "b2b",
  "b2c",
  "tablet",
  "pos",
];

function fieldGuess(header: string): HeaderGuess | undefined {
  const own = PRODUCT_FIELDS.find(
    ({ field }) => field === header || (field === "sku" && header === "identifier"),
  );
  if (own)
    return {
      target: { kind: "field", field: own.field },
      confidence: "exact",
      why: `“${header}” is the name of the field.`,
    };
  const folded = foldHeader(header);
  const field =
    PRODUCT_FIELDS.find((known) => known.field === folded)?.field ?? FIELD_SYNONYMS.get(folded);
  if (!field) return undefined;
  return {
    target: { kind: "field", field },
    confidence: "similar",
    why: `“${header}” is another word for ${field}.`,
  };
}

function associationGuess(header: string): HeaderGuess | undefined {
  const [, type, targets] =
    /^([A-Za-z0-9][A-Za-z0-9_]*)-(products|groups|product_models)$/.exec(header) ?? [];
  if (!type || !targets) return undefined;
  const kind = targets === "product_models" ? "product-models" : (targets as "products" | "groups");
  const why = `The header names the association ${type} and its ${targets.replace("_", " ")}.`;
  return { target: { kind: "association", type, targets: kind }, confidence: "exact", why };
}

/** `code-locale-channel-currency` or `-unit`, each part where it applies, in this order. */
function suffixGuess(header: string, file: FileMarks): HeaderGuess | undefined {
  const [code, ...parts] = header.split("-");
  if (!code || !CODE.test(code) || parts.length === 0) return undefined;
  const locale = /^[a-z]{2,3}_[A-Z]{2}$/.test(parts[0] ?? "") ? parts.shift() : undefined;
  const channel =
    file.channels.has(parts[0] ?? "") ||
    (locale && /^(?!unit$)[a-z][a-z0-9_]*$/.test(parts[0] ?? ""))
      ? parts.shift()
      : undefined;
  const [last, ...more] = parts;
  if (more.length > 0) return undefined;
  const place = { code, ...(locale && { locale }), ...(channel && { channel }) };
  const where = `${locale ? `, locale ${locale}` : ""}${channel ? `, channel ${channel}` : ""}`;
  const says = (what: string): string => `The header names ${what}${where}.`;
  if (last === undefined)
    return {
      target: attribute(place, typeOfCode(code)),
      confidence: "exact",
      why: says(`the attribute ${code}`),
    };
  if (last === "unit")
    return {
      target: { kind: "unit-of", ...place },
      confidence: "exact",
      why: says(`the unit of ${code}`),
    };
  if (!/^[A-Z]{3}$/.test(last) || !currencyOf(last)) return undefined;
  return {
    target: { ...attribute(place, "price"), currency: last },
    confidence: "exact",
    why: says(`the price ${code} in ${last}`),
  };
}

/** In a file that follows the grammar, a header that says nothing else is an attribute's code; with a unit's column, a measurement. */
function bareGuess(header: string, file: FileMarks): HeaderGuess | undefined {
  if (!CODE.test(header) || !file.grammar) return undefined;
  const why = `“${header}” is the code of an attribute, as the headers of this file are.`;
  return { target: attribute({ code: header }, "text"), confidence: "exact", why };
}
