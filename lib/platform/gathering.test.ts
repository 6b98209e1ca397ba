import assert from "node:assert/strict";
import { test } from "node:test";
import { setTimeout as sleep } from "node:timers/promises";
import { Gathering } from "./gathering.ts";

test("the first goes at once, those that come meanwhile go together, each gets its own answer", async () => {
  const rounds: number[][] = [];
  const gathering = new Gathering<number, string>(async (items) => {
    rounds.push(items);
    await sleep(10);
    return items.map((item) => `answer ${item}`);
  }, 3);
  const answers = await Promise.all([1, 2, 3, 4, 5, 6].map((item) => gathering.add(item)));
  assert.deepEqual(rounds, [[1], [2, 3, 4], [5, 6]]);
  assert.deepEqual(answers.at(-1), "answer 6");
});

test("an error is everybody's of the round, and the next round goes on", async () => {
  let rounds = 0;
  const gathering = new Gathering<number, number>(async (items) => {
    rounds += 1;
    await sleep(5);
    if (rounds === 2) throw new Error("away");
    return items;
  });
  const told = await Promise.allSettled([1, 2, 3].map((item) => gathering.add(item)));
  assert.deepEqual(
    told.map(({ status }) => status),
    ["fulfilled", "rejected", "rejected"],
  );
  assert.equal(await gathering.add(4), 4);
});
