import { randomUUID } from "node:crypto";
import { sql } from "drizzle-orm";
import { fromDrizzle, PgBoss } from "pg-boss";
import postgres from "postgres";
import { databaseRole, type Tx } from "./db.ts";
import { databaseUrl } from "./env.ts";
import { log } from "./log.ts";

/** pg-boss carries pointers to runs through one queue; all state is in our rows. */
export const QUEUE = "runs";

/** Postgres channels. Payloads are ids only; whoever listens reads the rows that it may see. */
export const CHANNEL = {
  wake: "nightshift_wake",
  stop: "nightshift_stop",
  runs: "nightshift_runs",
  notices: "nightshift_notices",
} as const;

export type Message = { runId: number };
export type Delivery = { id: string; data: Message };

/**
 * What a message needs of pg-boss: fetch and claim are one transaction, so it is never seen as active by others; it is
 * delivered until a worker takes it, however often that fails.
 */
export const QUEUE_OPTIONS = {
  policy: "standard",
  retryLimit: 100_000,
  retryDelay: 1,
  expireInSeconds: 15,
  retentionSeconds: 10 * 365 * 24 * 3600,
  deleteAfterSeconds: 300,
} as const;

/** Puts a pointer to a run into the queue, in the caller's transaction: both or neither. `inSeconds` delays it. */
export async function enqueue(tx: Tx, runId: number, inSeconds = 0): Promise<void> {
  const options = {
    db: fromDrizzle(tx, sql),
    ...(inSeconds > 0 ? { startAfter: Math.ceil(inSeconds) } : {}),
  };
  const id = await messenger().send(QUEUE, { runId }, options);
  if (!id) throw new Error(`The queue refused the message of run ${runId}.`);
  if (inSeconds <= 0) await tx.execute(sql`select pg_notify(${CHANNEL.wake}, '')`);
}

/**
 * Takes up to `count` due messages in the caller's transaction, in which it also uses them up: when that fails, or its process
 * dies, they are in the queue as before.
 */
export async function fetchMessages(tx: Tx, count: number): Promise<Delivery[]> {
  return (
    (await messenger().fetch<Message>(QUEUE, { batchSize: count, db: fromDrizzle(tx, sql) })) ?? []
  );
}

/** Uses messages up, in the caller's transaction. Nobody reads them afterwards: to mark them would cost as much as to take them. */
export async function settleMessages(tx: Tx, ids: string[]): Promise<void> {
  await messenger().deleteJob(QUEUE, ids, { db: fromDrizzle(tx, sql) });
}

/** Asks once what the queue is like, so that a worker's first transaction need not wait for it. */
export async function openQueue(): Promise<void> {
  await messenger().complete(QUEUE, randomUUID());
}

/**
 * Starts pg-boss' upkeep (expiry, deletion of used messages) in this process, on a connection of its own: it sends whole
 * transactions as one text, which a pool would spread. Answers how to end it.
 */
export async function startQueueUpkeep(): Promise<() => Promise<void>> {
  const client = oneConnection("worker");
  const options = { supervise: true, superviseIntervalSeconds: 5, monitorIntervalSeconds: 5 };
  const boss = build(options, (text, values) => client.unsafe(text, values as never[]));
  await boss.start();
  return async () => {
    await boss.stop({ graceful: false });
    await client.end({ timeout: 1 });
  };
}

const slot = Symbol.for("nightshift.queue");
const shared = globalThis as unknown as Record<symbol, PgBoss | undefined>;

function messenger(): PgBoss {
  return (shared[slot] ??= build({ supervise: false }, askApart));
}

type Supervision = {
  supervise: boolean;
  superviseIntervalSeconds?: number;
  monitorIntervalSeconds?: number;
};

type Ask = (text: string, values?: unknown[]) => Promise<unknown[]>;

function build(options: Supervision, ask: Ask): PgBoss {
  const boss = new PgBoss({
    ...options,
    db: { executeSql: async (text, values) => ({ rows: await ask(text, values) }) },
    schedule: false,
    migrate: false,
    createSchema: false,
    monitorVacuum: false,
    reindex: false,
  });
  // Without a listener the process dies at the first dropped connection.
  boss.on("error", (error) => log.warn({ error: String(error) }, "queue upkeep"));
  return boss;
}

/**
 * Answers what pg-boss asks besides the statements of a caller's transaction: once per process, what the queue is like. On a
 * connection of its own, for at that moment transactions may hold the whole pool and wait for this very answer.
 */
async function askApart(text: string, values: unknown[] = []): Promise<unknown[]> {
  const client = oneConnection(databaseRole());
  try {
    return await client.unsafe(text, values as never[]);
  } finally {
    await client.end({ timeout: 1 });
  }
}

function oneConnection(role: "web" | "worker"): postgres.Sql {
  const quiet = { onnotice: () => undefined, connection: { application_name: "nightshift queue" } };
  return postgres(databaseUrl(role), { max: 1, connect_timeout: 5, ...quiet });
}
