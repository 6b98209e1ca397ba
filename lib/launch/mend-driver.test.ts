import assert from "node:assert/strict";
import { once } from "node:events";
import { cp, mkdtemp, rm } from "node:fs/promises";
import { connect, createServer, type AddressInfo, type Socket } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, test } from "node:test";
import { setTimeout as sleep } from "node:timers/promises";
import postgres from "postgres";
import { createTestDatabase, type TestDatabase } from "#e2e/support/database.ts";
import { mendDriver } from "./mend-driver.js";

let database: TestDatabase;
let killer: postgres.Sql;

before(async () => {
  database = await createTestDatabase("driver");
  killer = postgres(database.ownerUrl, { max: 1 });
});

after(async () => {
  await killer.end();
  await database.drop();
});

const pidOf = async (sql: postgres.Sql | postgres.TransactionSql | postgres.ReservedSql) => {
  const [row] = await sql<{ pid: number }[]>`select pg_backend_pid() as pid`;
  return row?.pid as number;
};

async function kill(pid: number): Promise<void> {
  await killer`select pg_terminate_backend(${pid})`;
  await sleep(100);
}

test("the installed driver is the mended one", async () => {
  const copy = await mkdtemp(join(tmpdir(), "nightshift-driver-"));
  await cp(join(import.meta.dirname, "../../node_modules/postgres"), copy, { recursive: true });
  assert.deepEqual(mendDriver(copy), []);
  await rm(copy, { recursive: true });
});

test("a connection that is kept and lost answers with an error, and the process lives", async () => {
  const sql = postgres(database.ownerUrl, { max: 1 });
  const kept = await sql.reserve();
  await kill(await pidOf(kept));
  for (let time = 0; time < 3; time += 1) {
    await assert.rejects(async () => await kept`select 1`, /CONNECTION_CLOSED/);
    await sleep(5);
  }
  await sql.end({ timeout: 0 });
});

test("a transaction whose connection was lost does not go on in another one", async () => {
  const sql = postgres(database.ownerUrl, { max: 1 });
  await sql`create table if not exists trial (said text)`;
  const goOn = Promise.withResolvers<void>();
  let late: unknown;
  const first = sql.begin(async (tx) => {
    await kill(await pidOf(tx));
    await goOn.promise;
    late = await tx`insert into trial values ('of the lost one')`.catch((error: unknown) => error);
  });
  await assert.rejects(first, /CONNECTION_CLOSED|terminating connection/);
  await sql.begin(async (tx) => {
    await tx`insert into trial values ('of the next one')`;
    goOn.resolve();
    await sleep(100);
    await tx`insert into trial values ('also of the next one')`;
  });
  assert.ok(late instanceof Error, "its statement was refused");
  const rows = await sql`select said from trial`;
  assert.deepEqual(
    rows.map((row) => row["said"]),
    ["of the next one", "also of the next one"],
  );
  await sql.end({ timeout: 0 });
});

test("a connection that was ended while idle does not answer the next question with its end", async () => {
  const sql = postgres(database.ownerUrl, { max: 1 });
  for (let time = 0; time < 5; time += 1) {
    await kill(await pidOf(sql));
    assert.equal(typeof (await pidOf(sql)), "number");
  }
  await sql.end({ timeout: 0 });
});

test("a connection that fails while it is being made fails its question, and nothing else", async () => {
  const uncaught: unknown[] = [];
  const note = (error: unknown) => uncaught.push(error);
  process.on("unhandledRejection", note);
  for (let time = 0; time < 20; time += 1) {
    const sql = postgres(database.ownerUrl, { max: 1, connection: { statement_timeout: 1 } });
    await sql`select pg_sleep(0.01)`.catch(() => undefined);
    await sql.end({ timeout: 0 });
  }
  await sleep(50);
  process.off("unhandledRejection", note);
  assert.deepEqual(uncaught, []);
});

/** The database behind a network that can cut every connection, as a host that went away does. */
async function cuttable(): Promise<{ url: string; cut: () => void; end: () => void }> {
  const target = new URL(database.ownerUrl);
  const sockets = new Set<Socket>();
  const server = createServer((near) => {
    const far = connect(Number(target.port), target.hostname);
    for (const socket of [near, far]) socket.on("error", () => undefined);
    near.pipe(far).pipe(near);
    sockets.add(near).add(far);
  }).listen(0, "127.0.0.1");
  await once(server, "listening");
  const url = new URL(database.ownerUrl);
  url.port = String((server.address() as AddressInfo).port);
  const cut = () => {
    for (const socket of sockets) socket.resetAndDestroy();
    sockets.clear();
  };
  return { url: url.href, cut, end: () => (cut(), server.close()) };
}

test("after a transaction that was cut off, the next one on the same connection gets its own answers", async (context) => {
  const network = await cuttable();
  const sql = postgres(network.url, { max: 1, backoff: () => 0 });
  context.after(async () => {
    network.end();
    await sql.end({ timeout: 0 });
  });
  for (let round = 0; round < 5; round += 1) {
    const first = sql.begin(async (tx) => {
      setTimeout(network.cut, 20);
      await tx`select pg_sleep(5)`;
    });
    await assert.rejects(first);
    const next = sql.begin((tx) => Promise.all([tx`select 1 as n`, tx`select 2 as n`]));
    const answered = await Promise.race([next, sleep(3_000, undefined, { ref: false })]);
    assert.ok(answered, "it is answered");
    assert.deepEqual(
      answered.map(([row]) => row?.["n"] as number),
      [1, 2],
    );
  }
});
