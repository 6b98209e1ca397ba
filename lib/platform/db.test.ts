import assert from "node:assert/strict";
import { once } from "node:events";
import { createServer, type AddressInfo } from "node:net";
import { test } from "node:test";
import { setTimeout as sleep } from "node:timers/promises";
import { knownAway, noteAway } from "./away.ts";
import { transact } from "./db.ts";

const EVERYTHING = { domains: "all", installation: true } as const;

test("whoever waits for a connection is told at once when the server is found to be away", async () => {
  const silent = createServer().listen(0, "127.0.0.1");
  await once(silent, "listening");
  const { port } = silent.address() as AddressInfo;
  process.env["DATABASE_URL_WEB"] = `postgres://nobody:x@127.0.0.1:${port}/none`;
  // More than the pool has connections: some of them wait for their turn.
  const asked = Array.from({ length: 30 }, () =>
    transact(EVERYTHING, "read only", () => Promise.resolve("read")).then(
      () => "read",
      (error: Error) => error.message,
    ),
  );
  await sleep(100);
  assert.equal(knownAway(), undefined);
  const refused = Object.assign(new Error("connect ECONNREFUSED"), { code: "ECONNREFUSED" });
  noteAway(refused, process.env["DATABASE_URL_WEB"]);
  const told = await Promise.race([Promise.all(asked), sleep(3_000, ["still waiting"])]);
  assert.deepEqual(
    [...new Set(told)],
    ["The database does not answer. Nothing was changed; try again in a moment."],
  );
  silent.close();
});
