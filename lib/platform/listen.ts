import { setTimeout as sleep } from "node:timers/promises";
import postgres from "postgres";
import { databaseUrl } from "./env.ts";
import { log } from "./log.ts";

export type ListenInput = {
  role: "web" | "worker";
  /** What to do with a payload, by channel. Must not throw. */
  channels: Record<string, (payload: string) => void>;
  /** Session locks held while listening (two numbers each): others see by them that this process is connected. */
  presence?: [number, number];
  /** Called after each (re)connection: what was said meanwhile was missed. */
  onListening?: () => void;
};

const PING_SECONDS = 5;
const RECONNECT_SECONDS = 0.5;

/**
 * Listens on a connection of its own until the answered function is called. A lost or frozen connection is replaced within
 * about 11 s; the driver's own `listen` gives up when the server is away at the first try.
 */
export function listen(input: ListenInput): () => Promise<void> {
  const ending = new AbortController();
  const ended = keepListening(input, ending.signal);
  return async () => {
    ending.abort();
    await ended;
  };
}

async function keepListening(input: ListenInput, ending: AbortSignal): Promise<void> {
  while (!ending.aborted) {
    const closed = new AbortController();
    const client = open(input, () => closed.abort());
    try {
      await attach(client, input);
      await pingUntil(client, AbortSignal.any([ending, closed.signal]));
    } catch (error) {
      log.warn({ error: String(error) }, "the listening connection failed");
    }
    await client.end({ timeout: 0 }).catch(() => undefined);
    if (!ending.aborted) await sleep(RECONNECT_SECONDS * 1000);
  }
}

function open({ role, channels }: ListenInput, onclose: () => void): postgres.Sql {
  const options = {
    max: 1,
    idle_timeout: 0,
    max_lifetime: null,
    connect_timeout: 5,
    fetch_types: false,
    onnotice: () => undefined,
    onclose,
    // Not in the driver's types; its own `listen` is built on it.
    onnotify: (channel: string, payload: string) => channels[channel]?.(payload),
    connection: { application_name: "nightshift listen" },
  };
  return postgres(databaseUrl(role), options as postgres.Options<Record<string, never>>);
}

async function attach(
  client: postgres.Sql,
  { channels, presence, onListening }: ListenInput,
): Promise<void> {
  const statements = Object.keys(channels).map((channel) => `listen ${channel}`);
  if (presence) statements.push(`select pg_advisory_lock_shared(${presence[0]}, ${presence[1]})`);
  await within(client.unsafe(statements.join("; ")), PING_SECONDS * 2);
  onListening?.();
}

/** A half-open connection looks healthy until something is asked of it. */
async function pingUntil(client: postgres.Sql, over: AbortSignal): Promise<void> {
  while (!over.aborted) {
    await sleep(PING_SECONDS * 1000, undefined, { signal: over }).catch(() => undefined);
    if (!over.aborted) await within(client`select 1`, PING_SECONDS);
  }
}

async function within<T>(query: PromiseLike<T>, seconds: number): Promise<T> {
  const timer = new AbortController();
  const late = sleep(seconds * 1000, undefined, { signal: timer.signal }).then(
    () => Promise.reject(new Error(`No answer within ${seconds} s.`)),
    () => new Promise<never>(() => undefined),
  );
  try {
    return await Promise.race([query, late]);
  } finally {
    timer.abort();
  }
}
