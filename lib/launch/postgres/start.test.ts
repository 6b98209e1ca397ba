import assert from "node:assert/strict";
import { chmodSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, test } from "node:test";
import { isAlive } from "../alive.js";
import { query } from "./connect.js";
import { findPlace } from "./place.js";
import { startPostgres } from "./start.js";

const dataFolder = mkdtempSync(join(tmpdir(), "nightshift-postgres-"));
// Started by root, PostgreSQL runs as another user, who must be able to pass.
chmodSync(dataFolder, 0o711);
const firstPort = Number(new URL(process.env.TEST_DATABASE_URL ?? "").port) + 1;
const start = (password = "owner-password") =>
  startPostgres({ dataFolder, password, throwaway: true, firstPort });
const serverPid = () =>
  Number(readFileSync(join(dataFolder, "postgres/postmaster.pid"), "utf8").split("\n")[0]);

after(() => rmSync(dataFolder, { recursive: true, force: true }));

test("the embedded server starts, keeps its data and its port, is found when left behind, and ends", async () => {
  const first = await start();
  assert.equal(first.wasRunning, false);
  await query(first.url, "create table kept (id int)");
  const left = await start();
  assert.equal(left.wasRunning, true);
  assert.equal(left.url, first.url);
  const pid = serverPid();
  left.stop();
  assert.equal(isAlive(pid), false);
  const again = await start();
  assert.equal(again.url, first.url);
  assert.deepEqual(
    [...(await query(again.url, "select count(*)::int as n from kept"))],
    [{ n: 0 }],
  );
  again.stop();
});

test("a server that was killed is seen to be gone and started again on its port", async () => {
  const server = await start();
  process.kill(serverPid(), "SIGKILL");
  for (const until = Date.now() + 5000; server.isRunning() && Date.now() < until;)
    await new Promise((resolve) => setTimeout(resolve, 50));
  assert.equal(server.isRunning(), false);
  await assert.doesNotReject(async () => {
    // Parts of the old one may still hold the memory they shared.
    for (let tries = 0; ; tries++) {
      try {
        return await server.startAgain();
      } catch (error) {
        if (tries === 20) throw error;
        await new Promise((resolve) => setTimeout(resolve, 200));
      }
    }
  });
  assert.deepEqual([...(await query(server.url, "select 1 as one"))], [{ one: 1 }]);
  server.stop();
});

test("secrets that do not belong to the database are said, and the server does not stay behind", async () => {
  await assert.rejects(start("another-password"), /does not know the password in secrets\.json/);
  const place = findPlace(dataFolder, true);
  assert.throws(() => readFileSync(join(place.database, "postmaster.pid")), /ENOENT/);
});
