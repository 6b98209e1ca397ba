import { setTimeout as sleep } from "node:timers/promises";
import postgres from "postgres";
import { log } from "./log.ts";

const PROBE_MS = 250;
/** A connection costs five round trips: over a network of half a second each way that is five seconds, and the server is not away. */
const PROBE_SECONDS = 8;
const LOOK_MS = 50;
const LOOKS = 20;

/** Codes of errors that say that no connection can be made, in contrast to one that was lost. */
export const UNREACHABLE: ReadonlySet<string> = new Set([
  "ECONNREFUSED",
  "EHOSTUNREACH",
  "ENETUNREACH",
  "CONNECT_TIMEOUT",
  "57P03",
]);

type Known = { error: Error | undefined; told: Set<(error: Error) => void> };

// Next loads a module once per bundle; what is known of the server is one per process, like the pool.
const slot = Symbol.for("nightshift.away");
const known = ((globalThis as unknown as Record<symbol, Known | undefined>)[slot] ??= {
  error: undefined,
  told: new Set(),
});

/**
 * Why the server can't be reached, as long as that is known; undefined while it can, or while nobody has tried. Whoever asks first
 * need not wait: the driver refuses one waiting query per connection and second, so fifty requests a second would wait for ever longer.
 */
export const knownAway = (): Error | undefined => known.error;

/** Tells once when the server is found to be away. Answers how to be told no more. */
export function whenAway(tell: (error: Error) => void): () => void {
  known.told.add(tell);
  return () => known.told.delete(tell);
}

/** Takes note that no connection could be made, and tries again and again until one can. */
export function noteAway(error: Error, url: string): void {
  if (known.error) return;
  known.error = error;
  log.warn({ error: String(error) }, "the database is away");
  for (const tell of known.told) tell(error);
  known.told.clear();
  void probe(url);
}

let isLooking = false;

/**
 * Looks for itself whether the server is there, because a connection was lost. The pool would find out one query after the other, each
 * after a pause that grows, while more of them come.
 */
export async function lookAfterLoss(url: string): Promise<void> {
  if (known.error || isLooking) return;
  isLooking = true;
  for (let looks = 0; looks < LOOKS; looks += 1) {
    const trouble = await troubleOf(url);
    if (!trouble) break;
    if ("code" in trouble && UNREACHABLE.has(String(trouble.code))) {
      noteAway(trouble, url);
      break;
    }
    // It was let in and thrown out again, as by a server that is ending.
    await sleep(LOOK_MS, undefined, { ref: false });
  }
  isLooking = false;
}

async function probe(url: string): Promise<void> {
  while (known.error) {
    await sleep(PROBE_MS, undefined, { ref: false });
    if (!(await troubleOf(url))) known.error = undefined;
  }
  log.info("the database is back");
}

/** Undefined: it answers. Whatever the driver makes of a server that is ending or beginning, this has an end itself. */
async function troubleOf(url: string): Promise<Error | undefined> {
  const connection = { application_name: "nightshift probe" };
  const options = { max: 1, connect_timeout: PROBE_SECONDS, fetch_types: false, connection };
  const client = postgres(url, { ...options, onnotice: () => undefined });
  const answered = client`select 1`.then(
    () => undefined,
    (error: Error) => error,
  );
  const tooLate = sleep((PROBE_SECONDS + 1) * 1000, new Error("It did not answer."), {
    ref: false,
  });
  const trouble = await Promise.race([answered, tooLate]);
  void client.end({ timeout: 0 }).catch(() => undefined);
  return trouble;
}
