import assert from "node:assert/strict";
import { test } from "node:test";
import { Turns } from "./turns.ts";

test("turns come in order, and one that does not come in time is refused", async () => {
  const turns = new Turns(1);
  assert.equal(await turns.take(0), true);
  const order: string[] = [];
  const hasty = turns.take(20).then((got) => order.push(`hasty ${got}`));
  const patient = turns.take(5_000).then((got) => order.push(`patient ${got}`));
  await hasty;
  turns.give();
  await patient;
  assert.deepEqual(order, ["hasty false", "patient true"]);
  turns.give();
  assert.equal(await turns.take(0), true, "a refused one keeps no turn");
});

test("whoever is called at the last moment has his turn, and it is not lost", async () => {
  const turns = new Turns(1);
  await turns.take(0);
  for (let time = 0; time < 50; time += 1) {
    const next = turns.take(1);
    setTimeout(() => turns.give(), 1);
    if (await next) continue;
    assert.equal(await turns.take(100), true);
  }
});
