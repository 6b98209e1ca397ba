import assert from "node:assert/strict";
import { test } from "node:test";
import { objectOf } from "./form.ts";

function formOf(...entries: Array<[string, string]>): FormData {
  const form = new FormData();
  for (const [name, value] of entries) form.append(name, value);
  return form;
}

test("S41: names of Object's own in a form are names like any other", () => {
  const object = objectOf(
    formOf(["__proto__", "polluted"], ["constructor", "x"], ["toString", "y"], ["runId", "1"]),
  );
  assert.equal(Object.getPrototypeOf(object), null);
  assert.deepEqual(Object.keys(object), ["__proto__", "constructor", "toString", "runId"]);
  assert.equal(({} as { polluted?: string }).polluted, undefined);
});

test("what occurs once is a text, several times a list; the action's own names are left out", () => {
  const form = formOf(["a", "1"], ["b", "1"], ["b", "2"], ["c[]", "1"], ["$ACTION_ID_x", ""]);
  assert.deepEqual({ ...objectOf(form) }, { a: "1", b: ["1", "2"], c: ["1"] });
});

test("what PostgreSQL can't hold is replaced", () => {
  assert.deepEqual({ ...objectOf(formOf(["reason", "a\0b"])) }, { reason: "a\ufffdb" });
});
