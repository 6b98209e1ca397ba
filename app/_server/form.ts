import { storable } from "#lib/text/storable.ts";

/**
 * A form as an object without a prototype. A key that occurs once is a string, one that occurs several times a list; `name[]` is
 * always a list. What PostgreSQL can't hold in a text (NUL, halves of characters) is replaced.
 */
export function objectOf(form: FormData): Record<string, unknown> {
  const object: Record<string, unknown> = Object.create(null);
  for (const key of new Set(form.keys())) {
    if (key.startsWith("$ACTION")) continue;
    const all = form
      .getAll(key)
      .map((value) => (typeof value === "string" ? storable(value) : value));
    object[key.replace(/\[\]$/, "")] = all.length > 1 || key.endsWith("[]") ? all : all[0];
  }
  return object;
}
