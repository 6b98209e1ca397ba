import { randomUUID } from "node:crypto";
import { sql } from "drizzle-orm";
import { fromDrizzle, PgBoss } from "pg-boss";
import postgres from "postgres";
import { connection, type Tx } from "./db.ts";
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

/** Uses messages up, in the caller's transaction. */
export async function settleMessages(tx: Tx, ids: string[]): Promise<void> {
  await messenger().complete(QUEUE, ids, undefined, { db: fromDrizzle(tx, sql) });
}

/** Looks the queue up once, so that no transaction has to ask for a second connection to do it. */
export async function openQueue(): Promise<void> {
  await messenger().complete(QUEUE, randomUUID());
}

/**
 * Starts pg-boss' upkeep (expiry, deletion of used messages) in this process, on a connection of its own: it sends whole
 * transactions as one text, which a pool would spread. Answers how to end it.
 */
export async function startQueueUpkeep(): Promise<() => Promise<void>> {
  const client = postgres(databaseUrl("worker"), {
    max: 1,
    onnotice: () => undefined,
    connection: { application_name: "nightshift queue" },
  });
  const options = { supervise: true, superviseIntervalSeconds: 5, monitorIntervalSeconds: 5 };
  const boss = build(options, () => client);
  await boss.start();
  return async () => {
    await boss.stop({ graceful: false });
    await client.end({ timeout: 1 });
  };
}

const slot = Symbol.for("nightshift.queue");
const shared = globalThis as unknown as Record<symbol, PgBoss | undefined>;

function messenger(): PgBoss {
  return (shared[slot] ??= build({ supervise: false }, () => connection().sql));
}

type Supervision = {
  supervise: boolean;
  superviseIntervalSeconds?: number;
  monitorIntervalSeconds?: number;
};

function build(options: Supervision, client: () => postgres.Sql): PgBoss {
  const boss = new PgBoss({
    ...options,
    db: {
      executeSql: async (text, values) => ({
        rows: await client().unsafe(text, values as never[]),
      }),
    },
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
