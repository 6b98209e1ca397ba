import assert from "node:assert/strict";
import { it } from "node:test";
import fc from "fast-check";
import { findBadLines } from "./sniff-utf8.ts";

async function* pieces(bytes: Buffer, size: number) {
  for (let at = 0; at < bytes.length; at += size) yield bytes.subarray(at, at + size);
}

it("names the lines with Latin-1 bytes", async () => {
  const bytes = Buffer.concat([
    Buffer.from("sku;name\nA;Stühle\n"),
    Buffer.from("B;Stühle\nC;x\nD;\xe9", "latin1"),
  ]);
  assert.deepEqual(await findBadLines(pieces(bytes, 1000)), {
    lines: [3, 5],
    badLineCount: 2,
    lineCount: 5,
  });
});

it("finds nothing in UTF-8, however the stream is cut", async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.string({ unit: "grapheme", maxLength: 80 }),
      fc.integer({ min: 1, max: 9 }),
      async (text, size) => {
        const { lines } = await findBadLines(pieces(Buffer.from(text), size));
        assert.deepEqual(lines, []);
      },
    ),
  );
});

it("counts every bad line and names a hundred", async () => {
  const bytes = Buffer.from("\xff\n".repeat(250), "latin1");
  const { lines, badLineCount } = await findBadLines(pieces(bytes, 7));
  assert.equal(badLineCount, 250);
  assert.equal(lines.length, 100);
});
