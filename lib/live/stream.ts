import type { Viewer } from "../access/viewer.ts";
import { log } from "../platform/log.ts";
import { isRefusal, Refusal } from "../text/refusal.ts";
import { Changes } from "./changes.ts";
import { subscribe } from "./hub.ts";
import type { LiveInterest } from "./input.ts";
import { readUpdate, ROWS_PER_UPDATE, type UpdateAsk } from "./read-update.ts";
import { turn } from "./turns.ts";

export type StreamInput = {
  viewer: Viewer;
  interest: LiveInterest;
  /** The viewer as of now, or null when the session has ended. Must not prolong the session. */
  recheck: () => Promise<Viewer | null>;
  /** Aborts when the browser has gone. */
  signal: AbortSignal;
};

/** The one table of times and sizes of a stream; tests shorten them. */
export const STREAM_LIMITS = {
  perSession: 10,
  betweenUpdatesMs: 250,
  betweenRechecksMs: 8000,
  heartbeatMs: 15_000,
  afterTroubleMs: 1000,
  bufferBytes: 256 * 1024,
};

type Open = { sessionId: string | null; close(): void };

// The web process closes what is in here when it is asked to stop; a set of the module would be another copy.
const slot = Symbol.for("nightshift.streams");
const shared = globalThis as unknown as Record<symbol, Set<Open> | undefined>;

/**
 * Server-sent events for one page: first what changed since it was read, then every change, until the browser goes, the session
 * ends or its rights change (the page then asks anew and meets today's rights).
 * Throws Refusal `too-many` when the session has as many streams as it may.
 */
export function openStream(input: StreamInput): ReadableStream<Uint8Array> {
  const streams = (shared[slot] ??= new Set());
  const { sessionId } = input.viewer;
  const own = [...streams].filter((stream) => sessionId !== null && stream.sessionId === sessionId);
  if (own.length >= STREAM_LIMITS.perSession) {
    throw new Refusal(
      "too-many",
      `More than ${STREAM_LIMITS.perSession} live pages are open in this session.`,
    );
  }
  const stream = new LiveStream(input, () => streams.delete(stream));
  streams.add(stream);
  const strategy = new ByteLengthQueuingStrategy({ highWaterMark: STREAM_LIMITS.bufferBytes });
  return new ReadableStream<Uint8Array>(
    { start: (out) => stream.start(out), pull: () => stream.send(), cancel: () => stream.close() },
    strategy,
  );
}

const ENCODER = new TextEncoder();

class LiveStream implements Open {
  readonly sessionId: string | null;
  readonly #input: StreamInput;
  readonly #changes: Changes;
  readonly #onClosed: () => void;
  readonly #stops: Array<() => void> = [];
  #out: ReadableStreamDefaultController<Uint8Array> | undefined;
  #timer: NodeJS.Timeout | undefined;
  #sending = false;
  #notBefore = 0;
  #lastAt: string;
  #lastSaid = "";

  constructor(input: StreamInput, onClosed: () => void) {
    this.#input = input;
    this.#onClosed = onClosed;
    this.sessionId = input.viewer.sessionId;
    this.#changes = new Changes(input.interest);
    this.#lastAt = input.interest.since ?? new Date(0).toISOString();
  }

  start(out: ReadableStreamDefaultController<Uint8Array>): void {
    this.#out = out;
    // Something has to go out for the browser to know that it is connected.
    this.#write(": open\n\n");
    const { userId } = this.#input.viewer;
    this.#stops.push(
      subscribe({
        onRun: (id) => this.#note(() => this.#changes.run(id)),
        onNotice: (to) => to === userId && this.#note(() => this.#changes.notice()),
        onGap: () => this.#note(() => this.#changes.all(this.#lastAt)),
      }),
      every(STREAM_LIMITS.heartbeatMs, () => this.#write(": beat\n\n")),
      every(STREAM_LIMITS.betweenRechecksMs, () => void this.#recheck()),
    );
    this.#input.signal.addEventListener("abort", () => this.close());
    this.#note(() => this.#changes.all(this.#lastAt));
  }

  close(): void {
    if (!this.#out) return;
    const out = this.#out;
    this.#out = undefined;
    clearTimeout(this.#timer);
    for (const stop of this.#stops) stop();
    this.#onClosed();
    try {
      out.close();
    } catch {
      // The browser was faster and has cancelled it.
    }
  }

  /** Sends what there is to send, as soon as it may; called again and again, also when the browser has read some. */
  send(): void {
    const due = this.#changes.dueInMs(Date.now());
    if (!this.#out || this.#sending || due === undefined) return;
    clearTimeout(this.#timer);
    const waitMs = Math.max(due, this.#notBefore - Date.now());
    this.#timer = setTimeout(() => void this.#sendNow(), waitMs);
  }

  #note(change: () => void): void {
    change();
    this.send();
  }

  async #sendNow(): Promise<void> {
    if (this.#sending || !this.#hasRoom()) return;
    this.#sending = true;
    const ask = this.#changes.take(Date.now());
    try {
      await this.#sendAnswer(ask);
      this.#notBefore = Date.now() + STREAM_LIMITS.betweenUpdatesMs;
    } catch (error) {
      // The database is away for a moment: the page keeps what it has, and nothing is forgotten.
      if (!isRefusal(error, "unavailable")) return this.#fail(error);
      this.#changes.giveBack(ask);
      this.#notBefore = Date.now() + STREAM_LIMITS.afterTroubleMs;
    } finally {
      this.#sending = false;
    }
    this.send();
  }

  async #sendAnswer(ask: UpdateAsk): Promise<void> {
    const [now, later] = [ask.ids?.slice(0, ROWS_PER_UPDATE), ask.ids?.slice(ROWS_PER_UPDATE)];
    const update = await turn(() =>
      readUpdate(this.#input.viewer, this.#input.interest, { ...ask, ids: now ?? [] }),
    );
    if (later?.length) this.#changes.giveBack({ ids: later });
    this.#lastAt = update.at;
    const said = JSON.stringify([update.fresh, update.counts]);
    if (update.runs.length === 0 && said === this.#lastSaid) return;
    const text = `id: ${update.at}\nevent: update\ndata: ${JSON.stringify(update)}\n\n`;
    if (!this.#write(text)) return this.#changes.giveBack(ask);
    this.#lastSaid = said;
  }

  /** A browser that reads slowly gets the newest state once it has caught up, instead of a queue of old ones. */
  #hasRoom(): boolean {
    return (this.#out?.desiredSize ?? 0) > 0;
  }

  #write(text: string): boolean {
    const bytes = ENCODER.encode(text);
    if ((this.#out?.desiredSize ?? 0) < bytes.length) return false;
    this.#out?.enqueue(bytes);
    return true;
  }

  #fail(error: unknown): void {
    log.error({ error: String(error) }, "a live stream failed");
    this.close();
  }

  async #recheck(): Promise<void> {
    try {
      const viewer = await this.#input.recheck();
      if (viewer && rights(viewer) === rights(this.#input.viewer)) return;
    } catch {
      // Who can't be asked for may not go on reading.
    }
    this.close();
  }
}

function every(ms: number, act: () => void): () => void {
  const timer = setInterval(act, ms);
  return () => clearInterval(timer);
}

const rights = ({ grants, domains }: Viewer) =>
  JSON.stringify([
    grants.map((grant) => [grant.role, [...grant.permissions], grant.domains]),
    domains,
  ]);
