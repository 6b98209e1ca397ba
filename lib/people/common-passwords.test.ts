import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { isCommonPassword } from "./common-passwords.ts";

test("S17: what guessers try first is known in every dress", () => {
  for (const common of [
    "P@ssw0rd",
    "Password2026!",
    "qwertyuiop",
    "asdf1234",
    "abcdefgh",
    "987654321",
    "aaaaaaaa",
    "abcabcabc",
    "1q2w3e4r5t",
    "Summer2026",
    "LIVERPOOL1",
    "nightshift1",
    "zaq12wsx",
  ])
    assert.equal(isCommonPassword(common), true, common);
});

test("S17: sentences, mixtures and other scripts are taken as they are", () => {
  for (const own of [
    "correct horse battery",
    "password for the cellar",
    "8 chars!",
    "tr0ub4dor&3",
    "Zwölf Boxkämpfer",
    "🐎🔋📎🐴🐎🔋📎🐎",
    "summer in the mountains",
    "k7-wp2-xq9",
  ])
    assert.equal(isCommonPassword(own), false, own);
});

test("S17: twelve random signs are never taken for a common password", () => {
  const sign = fc.constantFrom(..."bdfhjkmnpqrtvwxyz23456789".split(""));
  fc.assert(
    fc.property(fc.array(sign, { minLength: 12, maxLength: 20 }), (signs) => {
      fc.pre(new Set(signs).size > 7);
      assert.equal(isCommonPassword(signs.join("")), false, signs.join(""));
    }),
    { seed: 17 },
  );
});
