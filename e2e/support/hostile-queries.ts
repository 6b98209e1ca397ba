import { pick } from "./seeded.ts";

/** What makes a statement say something else where it is put together of pieces; and what databases stumble over. */
export const FRAGMENTS: readonly string[] = [
  "'",
  "''",
  '"',
  "`",
  "\\",
  "\\'",
  ";",
  "--",
  "/*",
  "*/",
  "' or '1'='1",
  "' or 1=1 --",
  "') or ('1'='1",
  "1; drop table runs",
  "'; select pg_sleep(9) --",
  "' union select hash from passwords --",
  "(select 1/0)",
  "1/0",
  "id desc, (select 1)",
  "newest; drop",
  "${jndi:x}",
  "{{7*7}}",
  "%",
  "%%%",
  "_",
  "%_%",
  "\\%",
  "*",
  "[a-z]",
  "(?:a+)+$",
  "\u0000",
  "a\u0000b",
  "\ud800",
  "\u202e",
  "ﬁ",
  "İ",
  "ß",
  "💣",
  "null",
  "NULL",
  "undefined",
  "NaN",
  "Infinity",
  "-1",
  "0",
  "1e309",
  "9223372036854775808",
  "99999999999999999999",
  "2147483648",
  "0x10",
  "true",
  "__proto__",
  "constructor",
  "2026-02-30",
  "0000-01-01",
  "9999-12-31T23:59:59.999Z",
  "0000-01-01T00:00:00.000Z",
  "00000000-0000-0000-0000-000000000000",
  "------------------------------------",
  "x~------------------------------------",
  "infinity~00000000-0000-7000-8000-000000000000",
  "2026-11-21 25:00:00+00~00000000-0000-7000-8000-000000000000",
  "99999999999~00000000-0000-7000-8000-000000000000",
  "999999999999999~999999999999999",
  "00000000-0000-7000-8000-000000000000~1~00000000-0000-7000-8000-000000000000",
  "2026-01-01T00:00:00.000Z_00000000-0000-7000-8000-000000000000",
];

export type Query = Record<string, string | string[]>;

/** A query of some of the names, with honest values, hostile ones, several at once, and hostile ones glued to honest ones. */
export function hostileQuery(
  random: () => number,
  honest: Record<string, readonly string[]>,
): Query {
  const names = Object.keys(honest).filter(() => random() < 0.4);
  if (random() < 0.1) names.push(pick(random, ["__proto__", "constructor", "order by", "limit"]));
  const entries = names.map((name): [string, string | string[]] => {
    const own = pick(random, honest[name] ?? ["x"]);
    const bad = pick(random, FRAGMENTS);
    const kind = random();
    if (kind < 0.4) return [name, own];
    if (kind < 0.7) return [name, bad];
    if (kind < 0.8) return [name, own + bad];
    if (kind < 0.9) return [name, [bad, own]];
    return [name, `${bad} ${own}`];
  });
  return Object.fromEntries(entries);
}
