import { setTimeout as sleep } from "node:timers/promises";
import postgres from "postgres";
import { log } from "./log.ts";

const PROBE_MS = 250;

// Next loads a module once per bundle; what is known of the server is one per process, like the pool.
const slot = Symbol.for("nightshift.away");
const shared = globalThis as unknown as Record<symbol, Error | undefined>;

/**
 * Why the server can't be reached, as long as that is known; undefined while it can, or while nobody has tried. Whoever asks first
 * need not wait: the driver refuses one waiting query per connection and second, so fifty requests a second would wait for ever longer.
 */
export const knownAway = (): Error | undefined => shared[slot];

/** Takes note that no connection could be made, and tries again and again until one can. */
export function noteAway(error: Error, url: string): void {
  if (shared[slot]) return;
  shared[slot] = error;
  log.warn({ error: String(error) }, "the database is away");
  void probe(url);
}

async function probe(url: string): Promise<void> {
  while (shared[slot]) {
    await sleep(PROBE_MS, undefined, { ref: false });
    if (await answers(url)) shared[slot] = undefined;
  }
  log.info("the database is back");
}

async function answers(url: string): Promise<boolean> {
  const connection = { application_name: "nightshift probe" };
  const options = { max: 1, connect_timeout: 2, fetch_types: false, connection };
  const client = postgres(url, { ...options, onnotice: () => undefined });
  try {
    await client`select 1`;
    return true;
  } catch {
    return false;
  } finally {
    await client.end({ timeout: 0 });
  }
}
