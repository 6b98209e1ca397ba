import assert from "node:assert/strict";
import { once } from "node:events";
import { createServer, type AddressInfo, type Server, type Socket } from "node:net";
import { afterEach, test } from "node:test";
import { setTimeout as sleep } from "node:timers/promises";
import { knownAway, lookAfterLoss } from "./away.ts";

const servers: Server[] = [];
afterEach(() => {
  for (const server of servers.splice(0)) server.close();
});

/** Something that listens where a database should; answers its address. */
async function listening(meet: (socket: Socket) => void): Promise<{ server: Server; url: string }> {
  const server = createServer((socket) => meet(socket.on("error", () => undefined)));
  servers.push(server);
  await once(server.listen(0, "127.0.0.1"), "listening");
  return {
    server,
    url: `postgres://nobody:x@127.0.0.1:${(server.address() as AddressInfo).port}/none`,
  };
}

test("a server that lets in and throws out is not away; one that has ended is, at once", async () => {
  const { server, url } = await listening((socket) => socket.destroy());
  const looked = lookAfterLoss(url);
  await sleep(300);
  assert.equal(knownAway(), undefined);
  server.close();
  const beganMs = performance.now();
  await looked;
  assert.match(String(knownAway()), /ECONNREFUSED/);
  assert.ok(performance.now() - beganMs < 2_000);
});
