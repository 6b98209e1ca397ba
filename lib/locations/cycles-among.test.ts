import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { cyclesAmong } from "./cycles-among.ts";

const linksOf = (pairs: Array<[string, string]>) =>
  pairs.map(([code, parent]) => ({ code: code.toUpperCase(), key: code, parentKey: parent }));

test("a location that is its own parent, two that are each other's, and what lies beneath", () => {
  const links = linksOf([
    ["c", "a"],
    ["a", "b"],
    ["b", "c"],
    ["under", "a"],
    ["deeper", "under"],
    ["self", "self"],
  ]);
  assert.deepEqual(cyclesAmong(links), [{ codes: ["A", "B", "C"] }, { codes: ["SELF"] }]);
});

test("in any web of parents every location of a cycle is named, once, and no other", () => {
  const web = fc.array(fc.nat(29), { minLength: 30, maxLength: 30 });
  fc.assert(
    fc.property(web, (parents) => {
      const links = parents.map((parent, at) => ({
        code: `${at}`,
        key: `${at}`,
        parentKey: `${parent}`,
      }));
      const named = cyclesAmong(links).flatMap((cycle) => cycle.codes);
      const isInCycle = (at: number) => {
        let next = parents[at] as number;
        for (let steps = 0; steps < 30 && next !== at; steps += 1) next = parents[next] as number;
        return next === at;
      };
      const expected = parents.flatMap((_, at) => (isInCycle(at) ? [`${at}`] : []));
      assert.deepEqual(named.toSorted(), expected.toSorted());
    }),
  );
});
