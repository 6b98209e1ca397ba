import { listen } from "../platform/listen.ts";
import { CHANNEL } from "../platform/queue.ts";

/** Who wants to know what happens. Calls must be short and must not throw. */
export type Subscriber = {
  onRun(runId: number): void;
  onNotice(userId: string): void;
  /** The connection was away: what was announced meanwhile is not known. */
  onGap(): void;
};

type Hub = { subscribers: Set<Subscriber>; stop: () => Promise<void> };

// Next loads a module once per bundle; the listening connection must be one per process.
const slot = Symbol.for("nightshift.live");
const shared = globalThis as unknown as Record<symbol, Hub | undefined>;

/** Tells the subscriber of every announced run and notice until the answered function is called. One connection serves all. */
export function subscribe(subscriber: Subscriber): () => void {
  const hub = (shared[slot] ??= open());
  hub.subscribers.add(subscriber);
  return () => hub.subscribers.delete(subscriber);
}

/** Ends the listening connection. */
export async function closeHub(): Promise<void> {
  const hub = shared[slot];
  delete shared[slot];
  await hub?.stop();
}

function open(): Hub {
  const subscribers = new Set<Subscriber>();
  const each = (tell: (subscriber: Subscriber) => void) => [...subscribers].forEach(tell);
  const stop = listen({
    role: "web",
    channels: {
      [CHANNEL.runs]: (payload) => each((subscriber) => subscriber.onRun(Number(payload))),
      [CHANNEL.notices]: (payload) => each((subscriber) => subscriber.onNotice(payload)),
    },
    onListening: () => each((subscriber) => subscriber.onGap()),
  });
  return { subscribers, stop };
}
