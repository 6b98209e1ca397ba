import assert from "node:assert/strict";
import { test } from "node:test";
import { isMomentText } from "./moment-text.ts";

test("what toISOString writes is a moment, and nothing else is", () => {
  assert.equal(isMomentText("2026-11-21T00:30:00.000Z"), true);
  for (const text of [
    "",
    "2026-11-21",
    "2026-02-30T00:00:00.000Z",
    "0000-01-01T00:00:00.000Z",
    "+033658-09-27T01:46:39.999Z",
    "2026-11-21T00:30:00.000+02:00",
    "Tue, 1",
    "1",
  ])
    assert.equal(isMomentText(text), false, text);
});
