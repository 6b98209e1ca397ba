import { sql } from "drizzle-orm";
import { fromDrizzle, PgBoss } from "pg-boss";
import { connection, type Tx } from "./db.ts";
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
 * What a message needs of pg-boss: it is held only between fetch and claim (milliseconds), so its expiry is short; it is
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

/** Takes up to `count` messages that are due. They come back by themselves unless `settle` follows within 15 s. */
export async function fetchMessages(count: number): Promise<Delivery[]> {
  return (await messenger().fetch<Message>(QUEUE, { batchSize: count })) ?? [];
}

/** Uses a message up, in the caller's transaction. */
export async function settleMessage(tx: Tx, id: string): Promise<void> {
  await messenger().complete(QUEUE, id, undefined, { db: fromDrizzle(tx, sql) });
}

/** Starts pg-boss' upkeep (expiry, deletion of used messages) in this process. Answers how to end it. */
export async function startQueueUpkeep(): Promise<() => Promise<void>> {
  const boss = build({ supervise: true, superviseIntervalSeconds: 2, monitorIntervalSeconds: 2 });
  await boss.start();
  return () => boss.stop({ graceful: false });
}

const slot = Symbol.for("nightshift.queue");
const shared = globalThis as unknown as Record<symbol, PgBoss | undefined>;

function messenger(): PgBoss {
  return (shared[slot] ??= build({ supervise: false }));
}

function build(options: {
  supervise: boolean;
  superviseIntervalSeconds?: number;
  monitorIntervalSeconds?: number;
}): PgBoss {
  const boss = new PgBoss({
    ...options,
    db: {
      executeSql: async (text, values) => ({
        rows: await connection().sql.unsafe(text, values as never[]),
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
