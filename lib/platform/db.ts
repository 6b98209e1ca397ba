import { channel } from "node:diagnostics_channel";
import { setTimeout as sleep } from "node:timers/promises";
import { sql } from "drizzle-orm";
import { drizzle, type PostgresJsDatabase } from "drizzle-orm/postgres-js";
import postgres from "postgres";
import { DATABASE_AWAY } from "../text/channels.ts";
import { Refusal } from "../text/refusal.ts";
import { knownAway, lookAfterLoss, noteAway, UNREACHABLE, whenAway } from "./away.ts";
import { databaseUrl } from "./env.ts";
import { keepNothing, preparing } from "./preparing.ts";
import { Turns } from "./turns.ts";

/** A transaction that carries a scope. Verbs take it from `read` and `write` of `lib/access/transact.ts`. */
export type Tx = Parameters<Parameters<PostgresJsDatabase["transaction"]>[0]>[0];

/** What row security lets a transaction see. */
export type Scope = { domains: "all" | readonly string[]; installation: boolean };

/** Tells whoever answers for this process, in the context of the request that met the outage. */
const away = channel(DATABASE_AWAY);

type Role = "web" | "worker";
type Connection = { sql: postgres.Sql; db: PostgresJsDatabase; turns: Turns | undefined };

/** A page or an action waits so long at most for one of the pool's connections; work in the background waits as long as it takes. */
const TURN_MS = 5_000;
const POOL_BUSY = "POOL_BUSY";

// Next loads a module once per bundle; the pool must be one per process.
const slot = Symbol.for("nightshift.db");
const shared = globalThis as unknown as Record<
  symbol,
  { role: Role; max: number; session: Session; connection?: Connection; beside?: postgres.Sql }
>;

type Session = {
  /** What the server knows this process by. */
  name: string;
  /** The server ends a transaction that is silent so long between two statements, and with it the locks of a process that froze. */
  idleSeconds: number;
};

const SESSION: Session = { name: "nightshift", idleSeconds: 30 };
shared[slot] ??= { role: "web", max: 10, session: SESSION };

/** Says which role this process has, before its first query. A web process need not call it. */
export function useDatabaseRole(role: Role, max: number, session: Partial<Session> = {}): void {
  shared[slot] = { role, max, session: { ...SESSION, ...session } };
}

/** Which of the two login roles this process has. */
export const databaseRole = (): Role => (shared[slot] as { role: Role }).role;

/** The pool, made at first use. Losing the server is a matter of waiting: every query connects anew. */
export function connection(): Connection {
  const state = shared[slot] as NonNullable<(typeof shared)[typeof slot]>;
  state.connection ??= open(databaseUrl(state.role), state.max, state.session);
  return state.connection;
}

function open(url: string, max: number, { name, idleSeconds }: Session): Connection {
  const pool = postgres(url, {
    max,
    idle_timeout: 60,
    connect_timeout: connectSeconds(),
    onnotice: () => undefined,
    // The pool itself would find out with one query after the other that the server went, each after a pause that grows.
    onclose: () => {
      if (shared[slot]?.connection?.sql === pool) void lookAfterLoss(url);
    },
    // The driver's own waiting time grows to 20 s; a server that is back should be noticed at once.
    backoff: (tries: number) => Math.min(1, 0.05 * 2 ** tries),
    connection: {
      application_name: name,
      statement_timeout: 60_000,
      idle_in_transaction_session_timeout: idleSeconds * 1000,
      // Row security makes the planner expect much work, and compiling it costs half a second a time (measured).
      jit: "off",
      // What pages read lies in memory or on a disk without arms: with the server's default of 4 the planner goes through 100,000 rows in
      // their order rather than fetch 5,000 by an index.
      random_page_cost: 1.1,
      // Nor does a page go through a whole table with several processes, which it would take from everybody else.
      ...(databaseRole() === "web" ? { max_parallel_workers_per_gather: 0 } : {}),
    },
  });
  const turns = databaseRole() === "web" ? new Turns(max) : undefined;
  return { sql: pool, db: drizzle(preparing(pool)), turns };
}

/** A page is not worth a longer wait; work in the background is, over a network so slow that a connection takes five seconds. */
const connectSeconds = () => (databaseRole() === "web" ? 5 : 10);

/** One connection beside the pool, for a statement that must not wait behind transactions. */
export function besidePool(): postgres.Sql {
  const state = shared[slot] as NonNullable<(typeof shared)[typeof slot]>;
  return (state.beside ??= postgres(databaseUrl(state.role), {
    max: 1,
    connect_timeout: connectSeconds(),
    fetch_types: false,
    onnotice: () => undefined,
    backoff: (tries: number) => Math.min(1, 0.05 * 2 ** tries),
    connection: { application_name: state.session.name, statement_timeout: 60_000 },
  }));
}

/** Ends the pool; open queries get five seconds. */
export async function closeDatabase(): Promise<void> {
  const state = shared[slot] as { connection?: Connection; beside?: postgres.Sql };
  const { connection: pool, beside } = state;
  delete state.connection;
  delete state.beside;
  await Promise.all([pool?.sql.end({ timeout: 5 }), beside?.end({ timeout: 5 })]);
}

/**
 * Runs `body` in one transaction whose row security is set to `scope`. Deadlocks, lock time-outs, kept statements that the server does
 * not know as they are any more, and connections that were lost before anything was written are tried again up to three times, so
 * `body` must have no effect outside the transaction.
 * Throws Refusal `unavailable` when the database can't be reached.
 */
export async function transact<T>(
  scope: Scope,
  access: "read only" | "read write",
  body: (tx: Tx) => Promise<T>,
): Promise<T> {
  for (let tries = 1; ; tries += 1) {
    const known = knownAway();
    if (known) throw unavailable(known, UNTOUCHED);
    let hasBegun = false;
    let isEnding = false;
    try {
      return await inTurn(async (tx) => {
        await tx.execute(openingStatement(scope, access));
        hasBegun = access === "read write";
        const answer = await body(tx);
        isEnding = access === "read write";
        return answer;
      });
    } catch (error) {
      if (sqlState(error) === UNKNOWN_STATEMENT) keepNothing();
      if (tries < 4 && isWorthAnotherTry(error)) continue;
      if (!isConnectionLoss(error)) throw error;
      if (UNREACHABLE.has(sqlState(error) ?? ""))
        noteAway(error as Error, databaseUrl(databaseRole()));
      // An idle connection that somebody ended is found out by its next user, who has done nothing yet.
      else if (tries < 4 && !hasBegun && sqlState(error) !== POOL_BUSY) {
        await sleep(tries * 20);
        continue;
      }
      throw unavailable(error, isEnding ? UNKNOWN : UNTOUCHED);
    }
  }
}

/** Throws a connection loss when all connections are busy for too long: so many more would only wait behind them. */
async function inTurn<T>(body: (tx: Tx) => Promise<T>): Promise<T> {
  const { db, turns } = connection();
  if (turns && !(await turns.take(TURN_MS)))
    throw Object.assign(new Error("No connection of the pool was free."), { code: POOL_BUSY });
  try {
    const known = knownAway();
    if (known) throw known;
    return await unlessAway(db, body);
  } finally {
    turns?.give();
  }
}

/** A transaction that has not begun when the server is found to be away ends then: the driver would try to connect for it, later. */
async function unlessAway<T>(db: PostgresJsDatabase, body: (tx: Tx) => Promise<T>): Promise<T> {
  const begun = Promise.withResolvers<T>();
  let givenUp: Error | undefined;
  const forget = whenAway((error) => begun.reject((givenUp = error)));
  const done = db.transaction((tx) => {
    forget();
    if (givenUp) throw givenUp;
    return body(tx);
  });
  done.then(begun.resolve, begun.reject).finally(forget);
  return await begun.promise;
}

/** Says what may be seen and whether anything may be written, in one round trip. */
function openingStatement(scope: Scope, access: "read only" | "read write") {
  const readOnly = access === "read only" ? "on" : "off";
  const domains = scope.domains === "all" ? "*" : scope.domains.join(",");
  const installation = scope.installation ? "on" : "off";
  return sql`select set_config('transaction_read_only', ${readOnly}, true), set_config('app.domains', ${domains}, true),
    set_config('app.installation', ${installation}, true)`;
}

/** The SQLSTATE of a database error, however deep drizzle wrapped it. */
export function sqlState(error: unknown): string | undefined {
  for (let at = error; at instanceof Error; at = at.cause) {
    if ("code" in at && typeof at.code === "string") return at.code;
  }
  return undefined;
}

const UNKNOWN_STATEMENT = "26000";
/** The last is said of a kept statement, once, when a migration has changed the type of what it answers. */
const WORTH_ANOTHER_TRY = ["40P01", "40001", "55P03", UNKNOWN_STATEMENT, "0A000"];

function isWorthAnotherTry(error: unknown): boolean {
  return WORTH_ANOTHER_TRY.includes(sqlState(error) ?? "");
}

const CONNECTION_LOSS = new Set([
  POOL_BUSY,
  "ECONNREFUSED",
  "ECONNRESET",
  "EPIPE",
  "CONNECT_TIMEOUT",
  "CONNECTION_CLOSED",
  "CONNECTION_ENDED",
  "CONNECTION_DESTROYED",
  "57P01",
  "57P02",
  "57P03",
  "25P03",
  "53300",
]);

/** Whether the database was away, in contrast to having refused a statement. */
export function isConnectionLoss(error: unknown): boolean {
  const code = sqlState(error) ?? "";
  return CONNECTION_LOSS.has(code) || code.startsWith("08");
}

const UNTOUCHED = "The database does not answer. Nothing was changed; try again in a moment.";
/** The connection was lost between COMMIT and its answer. */
const UNKNOWN =
  "The database does not answer. Whether this was done is not known; look before you do it again.";

function unavailable(error: unknown, message: string): Refusal {
  away.publish(error);
  const refusal = new Refusal("unavailable", message);
  refusal.cause = error;
  return refusal;
}
