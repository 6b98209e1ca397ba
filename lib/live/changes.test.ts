import assert from "node:assert/strict";
import { test } from "node:test";
import { Changes } from "./changes.ts";
import { LiveInput } from "./input.ts";

const changes = (query: Record<string, string>) => new Changes(LiveInput.parse(query));
const NOW = 1_000_000;

test("only runs that are on screen are remembered; newer ones are counted", () => {
  const page = changes({ rows: "5,7", top: "7", run: "9" });
  for (const id of [5, 6, 7, 5, 9, 12]) page.run(id);
  const ask = page.take(NOW);
  assert.deepEqual([ask.ids, ask.fresh, ask.since], [[5, 7, 9], true, undefined]);
  assert.deepEqual(page.take(NOW).ids, []);
});

test("a page that follows all remembers all, up to a bound", () => {
  const page = changes({ rows: "all" });
  for (let id = 1; id <= 10_000; id += 1) page.run(id);
  assert.equal(page.take(NOW).ids?.length, 500);
});

test("somebody else's run moves the figures and the places in the queue, but not at once each time", () => {
  const page = changes({ rows: "5" });
  assert.equal(page.dueInMs(NOW), undefined);
  page.run(6);
  assert.equal(page.dueInMs(NOW), 0);
  assert.deepEqual(page.take(NOW), {
    ids: [],
    since: undefined,
    fresh: false,
    counts: true,
    waiting: true,
  });
  page.run(6);
  assert.equal(page.dueInMs(NOW + 100), 1900);
  assert.equal(page.take(NOW + 100).counts, false);
  assert.equal(page.take(NOW + 2000).counts, true);
  assert.equal(page.dueInMs(NOW + 2000), 3000);
  page.notice();
  assert.equal(page.dueInMs(NOW + 2100), 0, "a notice is told at once");
});

test("what could not be sent is not forgotten, and the earliest gap counts", () => {
  const page = changes({ rows: "5" });
  page.all("2026-01-01T00:00:00.000Z");
  page.run(5);
  const ask = page.take(NOW);
  page.giveBack(ask);
  assert.deepEqual(page.take(NOW + 9000), { ...ask, counts: true, waiting: true });
});

test("what is asked for must be numbers, few enough", () => {
  for (const query of [
    { rows: "1,x" },
    { rows: "-1" },
    { rows: Array.from({ length: 201 }, (_, n) => n + 1).join(",") },
    { since: "yesterday" },
    { top: "-3" },
  ]) {
    assert.equal(LiveInput.safeParse(query).success, false, JSON.stringify(query).slice(0, 40));
  }
});
