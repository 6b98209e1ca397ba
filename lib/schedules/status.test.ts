import assert from "node:assert/strict";
import { test } from "node:test";
import * as words from "#drizzle/schema/words.ts";
import { PLANNINGS } from "./plan-input.ts";
import { DUE_OUTCOMES, MISSED_POLICIES, OVERLAP_POLICIES, REPORT_OCCASIONS } from "./status.ts";

test("the columns hold the words that pages know", () => {
  assert.deepEqual(PLANNINGS, words.PLANNINGS);
  assert.deepEqual(DUE_OUTCOMES, words.DUE_OUTCOMES);
  assert.deepEqual(OVERLAP_POLICIES, words.OVERLAP_POLICIES);
  assert.deepEqual(MISSED_POLICIES, words.MISSED_POLICIES);
  assert.deepEqual(REPORT_OCCASIONS, words.REPORT_OCCASIONS);
});
