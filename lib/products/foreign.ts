import { sql, type SQL } from "drizzle-orm";
import type { ProductChange } from "./content.ts";

/** Beyond this, asking for each place costs more than reading what is there. */
const SLOTS_MAX = 100;

const NOTHING: Record<Exclude<keyof ProductChange, "sku" | "attributes">, SQL> = {
  name: sql`name is null`,
  family: sql`family is null`,
  categories: sql`categories = '{}'`,
  enabled: sql`enabled`,
  parent: sql`parent is null`,
  groups: sql`groups = '{}'`,
};

/**
 * Of a row of `products`: whether it says something that none of these changes would overwrite. Where it does not, a change alone
 * tells what the product is afterwards, and its content need not be read.
 * @param slots by `slotKey`
 */
export function foreign(changes: readonly ProductChange[], slots: ReadonlySet<string>): SQL {
  if (slots.size > SLOTS_MAX) return sql`true`;
  const kept = Object.entries(NOTHING).flatMap(([field, isNothing]) =>
    changes.every((change) => field in change) ? [] : [sql`not (${isNothing})`],
  );
  return sql.join([...kept, foreignAttributes(slots)], sql` or `);
}

function foreignAttributes(slots: ReadonlySet<string>): SQL {
  const places = [...slots].map((slot) => slot.split("\u0000") as Place);
  const byCode = Map.groupBy(places, ([code]) => code);
  const codes = sql`array(select jsonb_array_elements_text(${JSON.stringify([...byCode.keys()])}::jsonb))`;
  const others = sql`attributes - ${codes} <> '{}'`;
  if (byCode.size === 0) return others;
  const path = [...byCode].map(
    ([code, own]) => `exists(@.${JSON.stringify(code)}[*] ? (!(${own.map(isAt).join(" || ")})))`,
  );
  return sql`${others} or attributes @? ${`$ ? (${path.join(" || ")})`}::jsonpath`;
}

type Place = [code: string, locale: string, channel: string, currency: string];

/** Codes, locales and channels hold nothing that JSON and a path would write differently. */
const isAt = ([, locale, channel, currency]: Place) =>
  `(${[is("locale", locale), is("channel", channel), is("currency", currency)].join(" && ")})`;

const is = (name: string, value: string) =>
  value === "" ? `!exists(@.${name})` : `@.${name} == ${JSON.stringify(value)}`;
