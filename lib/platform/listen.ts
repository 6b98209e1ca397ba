import { randomBytes } from "node:crypto";
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
  /** Called after each (re)connection, and every second while nothing is heard: what was said meanwhile was missed. */
  onListening?: () => void;
};

const PING_SECONDS = 5;
/** What a connection says to itself comes back in milliseconds. */
const HEAR_SECONDS = 1;
const ASK_SECONDS = 1;
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
  const ear = new Ear(() => input.onListening?.());
  while (!ending.aborted) {
    const closed = new AbortController();
    const client = open(input, ear, () => closed.abort());
    try {
      await attach(client, input, ear.channel);
      await pingUntil(client, ear, AbortSignal.any([ending, closed.signal]));
      if (!ending.aborted) ear.isDeaf("it was closed");
    } catch (error) {
      ear.isDeaf(String(error));
    }
    await client.end({ timeout: 0 }).catch(() => undefined);
    if (!ending.aborted) await sleep(RECONNECT_SECONDS * 1000);
  }
  ear.end();
}

/** Whether what is said arrives: behind a pooler that shares connections everything is answered and nothing is heard. Told once, not at every try. */
class Ear {
  /** On which the process says something to itself. */
  readonly channel = `nightshift_ear_${randomBytes(8).toString("hex")}`;
  readonly #whileDeaf: () => void;
  #asking: NodeJS.Timeout | undefined;
  #heard = "";

  constructor(whileDeaf: () => void) {
    this.#whileDeaf = whileDeaf;
  }

  /** Whether this was heard. */
  hasHeard(word: string): boolean {
    return this.#heard === word;
  }

  hears(word: string): void {
    this.#heard = word;
    if (this.#asking) log.info("notifications arrive again");
    this.end();
  }

  isDeaf(why: string): void {
    if (this.#asking) return;
    log.warn({ error: why }, "no notifications arrive; what changed is asked for every second");
    this.#asking = setInterval(this.#whileDeaf, ASK_SECONDS * 1000).unref();
  }

  end(): void {
    clearInterval(this.#asking);
    this.#asking = undefined;
  }
}

function open({ role, channels }: ListenInput, ear: Ear, onclose: () => void): postgres.Sql {
  const options = {
    max: 1,
    idle_timeout: 0,
    max_lifetime: null,
    connect_timeout: 5,
    fetch_types: false,
    onnotice: () => undefined,
    onclose,
    // Not in the driver's types; its own `listen` is built on it.
    onnotify: (channel: string, payload: string) =>
      channel === ear.channel ? ear.hears(payload) : channels[channel]?.(payload),
    connection: { application_name: "nightshift listen" },
  };
  return postgres(databaseUrl(role), options as postgres.Options<Record<string, never>>);
}

async function attach(
  client: postgres.Sql,
  { channels, presence, onListening }: ListenInput,
  ear: string,
): Promise<void> {
  const statements = [ear, ...Object.keys(channels)].map((channel) => `listen ${channel}`);
  if (presence) statements.push(`select pg_advisory_lock_shared(${presence[0]}, ${presence[1]})`);
  await within(client.unsafe(statements.join("; ")), PING_SECONDS * 2);
  onListening?.();
}

/** A half-open connection looks healthy until something is asked of it, and a deaf one until something is said. */
async function pingUntil(client: postgres.Sql, ear: Ear, over: AbortSignal): Promise<void> {
  while (!over.aborted) {
    const word = randomBytes(8).toString("hex");
    await within(client`select pg_notify(${ear.channel}, ${word})`, PING_SECONDS);
    await pause(HEAR_SECONDS, over);
    if (!over.aborted && !ear.hasHeard(word)) ear.isDeaf("What was said did not arrive.");
    await pause(PING_SECONDS - HEAR_SECONDS, over);
  }
}

const pause = (seconds: number, over: AbortSignal) =>
  sleep(seconds * 1000, undefined, { signal: over }).catch(() => undefined);

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
