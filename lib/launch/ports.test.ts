import assert from "node:assert/strict";
import { once } from "node:events";
import { createServer, type AddressInfo } from "node:net";
import { after, before, test } from "node:test";
import { firstFreePort, probePort, requirePort } from "./ports.js";

const server = createServer();
let taken = 0;
before(async () => {
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  taken = (server.address() as AddressInfo).port;
});
after(() => server.close());

test("a taken port is said in one sentence that names it", async () => {
  assert.equal(await probePort(taken), "EADDRINUSE");
  await assert.rejects(requirePort(taken, "127.0.0.1"), {
    message: `Port ${taken} is taken by another program; choose another one with PORT.`,
  });
});

test("the search goes on after a taken port and ends where it was told to", async () => {
  assert.ok((await firstFreePort(taken)) > taken);
  await assert.rejects(firstFreePort(taken, 1), /No port between/);
});
