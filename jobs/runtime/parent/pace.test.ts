import assert from "node:assert/strict";
import { test } from "node:test";
import { registerJobTypes } from "#lib/job-types/find.ts";
import { catalogue, count, single } from "../testing/types/catalogue.ts";
import { Pace } from "./pace.ts";

const once = { ...count, name: "once", retry: { ...count.retry, afterLostWorker: false } };
registerJobTypes([...catalogue, once]);
const names = (...types: Array<{ name: string }>) => new Set(types.map((type) => type.name));

test("nothing is taken ahead before a job type is known to be small", () => {
  const pace = new Pace();
  assert.equal(pace.aheadOf(names(count), 4), 0);
  pace.note(count.name, 200);
  assert.equal(pace.aheadOf(names(count), 4), 0);
});

test("small runs are taken ahead, up to a part of what their domain's limit lets run", () => {
  const pace = new Pace();
  pace.note(count.name, 8);
  assert.equal(pace.aheadOf(names(count), 1), 12);
  assert.equal(pace.aheadOf(names(count), 4), 16, "a quarter of its limit");
  pace.note(single.name, 2);
  assert.equal(pace.aheadOf(names(count, single), 4), 0, "the limit of the narrower");
});

test("a type whose runs grow is not taken ahead any more, and neither is a mixture with it", () => {
  const pace = new Pace();
  pace.note(count.name, 2);
  for (let at = 0; at < 3; at += 1) pace.note(count.name, 100);
  assert.equal(pace.aheadOf(names(count), 4), 0);
});

test("what must not be tried again after a lost worker is not taken ahead", () => {
  const pace = new Pace();
  pace.note(once.name, 2);
  assert.equal(pace.aheadOf(names(once), 4), 0);
});
