import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { oneRecord, visible } from "./visible.ts";

test("escapes, NUL, carriage returns and direction marks are shown as signs", () => {
  assert.equal(visible("\u001b[31mred\u001b[0m"), "\\x1b[31mred\\x1b[0m");
  assert.equal(visible("a\u0000b\r\nc\td"), "a\\x00b\\x0d\nc\td");
  assert.equal(visible("abc\u202Etxt.exe"), "abc\\u202etxt.exe");
  assert.equal(visible("half \ud800 pair"), "half \ufffd pair");
});

test("nothing unseen is left and ordinary text stays as it is", () => {
  fc.assert(
    fc.property(fc.string({ unit: "binary" }), (text) => {
      assert.ok(
        !/[\p{Cc}\u202a-\u202e\u2066-\u2069]/u.test(visible(text).replaceAll(/[\n\t]/g, "")),
      );
    }),
  );
  assert.equal(visible("Größe 12 €, “petrol” – ok\n\tnext"), "Größe 12 €, “petrol” – ok\n\tnext");
});

test("a message of several lines is one record: the others are indented", () => {
  assert.equal(oneRecord("first\nsecond"), "first\n    second");
});
