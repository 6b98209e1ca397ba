import assert from "node:assert/strict";
import { test } from "node:test";
import { cleanFileName } from "./file-name.ts";

const CASES: Array<[string, string]> = [
  ["products.csv", "products.csv"],
  ["C:\\Users\\me\\products.csv", "products.csv"],
  ["../../etc/passwd", "passwd"],
  ["prix\r\nSet-Cookie: a=b.csv", "prixSet-Cookie: a=b.csv"],
  ["harmless\u202evsc.exe", "harmlessvsc.exe"],
  [".htaccess", "htaccess"],
  ["", "unnamed"],
  ["\u0000\u200b", "unnamed"],
  ["Prei\u0073\u0065 Sommer  2026.csv", "Preise Sommer 2026.csv"],
  ["Cafe\u0301.csv", "Café.csv"],
];

for (const [given, expected] of CASES) {
  test(`${JSON.stringify(given)} is called ${JSON.stringify(expected)}`, () => {
    assert.equal(cleanFileName(given), expected);
  });
}

test("a long name keeps its beginning and its ending", () => {
  const name = cleanFileName(`${"x".repeat(400)}.csv`);
  assert.ok(name.length <= 200);
  assert.match(name, /^x+….csv$/);
});
