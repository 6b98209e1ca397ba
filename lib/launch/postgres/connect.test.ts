import assert from "node:assert/strict";
import { once } from "node:events";
import { createServer, type AddressInfo } from "node:net";
import { test } from "node:test";
import { query, requireDatabase } from "./connect.js";

const url = process.env.TEST_DATABASE_URL ?? "";

function changed(change: (address: URL) => void): string {
  const address = new URL(url);
  change(address);
  return address.href;
}

test("a database that answers is taken", async () => {
  await requireDatabase(url);
  assert.deepEqual([...(await query(url, "select 1 as one"))], [{ one: 1 }]);
});

test("one that does not is told in one sentence, without the password", async () => {
  const password = new URL(url).password;
  const refused: [string, RegExp][] = [
    [
      changed((address) => (address.port = "1")),
      /^DATABASE_URL points to 127\.0\.0\.1:1\/\w+, where nothing listens\.$/,
    ],
    [changed((address) => (address.password = "wrong")), /which refuses this user or password\.$/],
    [
      changed((address) => (address.pathname = "/absent")),
      /\/absent, where this database does not exist\.$/,
    ],
    [
      changed((address) => (address.hostname = "host.invalid")),
      /a host whose name is not known\.$/,
    ],
    ["mysql://localhost/x", /must look like postgres:/],
    ["nonsense", /must look like postgres:/],
  ];
  for (const [address, sentence] of refused) {
    await assert.rejects(
      requireDatabase(address),
      (error: Error) => sentence.test(error.message) && !error.message.includes(password),
      String(sentence),
    );
  }
});

test("something that accepts the connection and closes it again does not hold the start", async () => {
  const server = createServer((socket) => socket.destroy());
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  const { port } = server.address() as AddressInfo;
  await assert.rejects(
    requireDatabase(`postgres://u:p@127.0.0.1:${port}/x`),
    /does not answer within 8 s\.$/,
  );
  server.close();
});
