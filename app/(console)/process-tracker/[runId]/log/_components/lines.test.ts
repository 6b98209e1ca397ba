import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import type { LogLine } from "#lib/runs/read-log.ts";
import { append, countLines, found, inChunks, LINES_MAX, prepend, trim } from "./lines.ts";

const line = (seq: number): LogLine => ({
  seq,
  at: "2026-01-01T00:00:00.000Z",
  level: "info",
  step: null,
  message: `m${seq}`,
});
const range = (from: number, to: number) =>
  Array.from({ length: Math.max(0, to - from + 1) }, (_, at) => line(from + at));
const seqs = (chunks: ReturnType<typeof inChunks>) => chunks.flat().map((each) => each.seq);

test("however lines arrive, repeated or in pieces, each is there once and in order", () => {
  const pieces = fc.array(
    fc.tuple(fc.integer({ min: 1, max: 900 }), fc.integer({ min: 0, max: 300 })),
    { maxLength: 12 },
  );
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 600 }), pieces, (start, arrivals) => {
      let chunks = inChunks(range(start, start + 50));
      let end = start + 50;
      for (const [, more] of arrivals) {
        // A stream that was cut repeats what it had sent before.
        chunks = append(chunks, range(Math.max(start, end - 30), end + more));
        end += more;
      }
      chunks = prepend(chunks, range(1, start + 10));
      assert.deepEqual(
        seqs(chunks),
        range(1, end).map((each) => each.seq),
      );
    }),
  );
});

test("what did not change keeps its identity, so that only the last piece is drawn anew", () => {
  const before = inChunks(range(1, 1000));
  const after = append(before, range(1001, 1005));
  assert.equal(after[0], before[0]);
  assert.equal(after[4], before[4]);
  assert.equal(after.length, before.length + 1);
  const grown = append(after, range(1006, 1008));
  assert.equal(after[5]?.length, 5);
  assert.equal(grown[5]?.length, 8);
});

test("never more than the limit stays, at the end that is looked at", () => {
  const chunks = inChunks(range(1, LINES_MAX + 700));
  const following = trim(chunks, "first");
  assert.ok(countLines(following.chunks) <= LINES_MAX && following.trimmed);
  assert.equal(seqs(following.chunks).at(-1), LINES_MAX + 700);
  assert.equal(seqs(trim(chunks, "last").chunks)[0], 1);
});

test("found pieces put together are the message, and every second one is what was looked for", () => {
  fc.assert(
    fc.property(fc.string(), fc.string({ minLength: 1, maxLength: 3 }), (message, text) => {
      const pieces = found(message, text);
      assert.equal(pieces.join(""), message);
      pieces.forEach(
        (piece, at) => at % 2 === 1 && assert.equal(piece.toLowerCase(), text.toLowerCase()),
      );
    }),
  );
  assert.deepEqual(found("petrol or Petrol", "petrol"), ["", "petrol", " or ", "Petrol", ""]);
});
