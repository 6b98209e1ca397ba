import { setTimeout as sleep } from "node:timers/promises";
import { sqlState, type Tx } from "#lib/platform/db.ts";
import { ClaimLost } from "#lib/runs/fence.ts";
import type { ClaimedRun } from "#lib/runs/claim.ts";
import { wasWritten, writeChunk, writeProgress } from "#lib/runs/write-chunk.ts";
import { isRefusal } from "#lib/text/refusal.ts";
import type { Ledger } from "./ledger.ts";

const FLUSH_MS = 500;
const ISSUES_MAX = 1_000;
const RETRY_MS = 500;

export type WriterInput = {
  run: ClaimedRun;
  ledger: Ledger;
  /** Of the shape of checkpoints: the parameters' version. */
  version: number;
  /** After each commit. */
  onWritten: () => void;
  /** A write waits for the database, and why. */
  onWaiting: (why: string) => void;
  /** This process may not write any more. */
  onClaimLost: () => void;
};

/**
 * Writes a run's ledger: with each chunk, and between chunks every half second. One write at a time. Waits for as long as the
 * database is away; waits while the lease is out.
 */
export class Writer {
  readonly #input: WriterInput;
  readonly #timer: NodeJS.Timeout;
  #queue: Promise<unknown> = Promise.resolve();
  #inChunk = false;
  #held: PromiseWithResolvers<void> | undefined;
  #closed = false;

  constructor(input: WriterInput) {
    this.#input = input;
    this.#timer = setInterval(() => void this.flush().catch(() => undefined), FLUSH_MS);
  }

  /** Stops writing while the parent can't renew the lease, and goes on when it can. */
  hold(held: boolean): void {
    if (held) this.#held ??= Promise.withResolvers<void>();
    else {
      this.#held?.resolve();
      this.#held = undefined;
    }
  }

  /** After this nothing is written any more; what remains goes to the parent with the end. */
  async close(): Promise<void> {
    clearInterval(this.#timer);
    await this.#queue.catch(() => undefined);
    this.#closed = true;
  }

  /** Writes what was noted between chunks. While a chunk is under way its commit will do that. */
  async flush(): Promise<void> {
    if (this.#inChunk || this.#closed || !this.#input.ledger.isDirty) return;
    await this.#one(() => this.#write(false));
  }

  /** Keeps a long step without chunks from gathering issues in memory. */
  get isFull(): boolean {
    return this.#input.ledger.issueCount >= ISSUES_MAX;
  }

  /** The same with a checkpoint: what a step that ended has done is not done again. */
  async mark(): Promise<void> {
    await this.#one(() => this.#write(true));
  }

  async chunk<T>(state: unknown, body: (tx: Tx) => Promise<T>): Promise<T> {
    if (this.#inChunk) throw new Error("A chunk was begun inside another one.");
    return await this.#one(async () => {
      this.#inChunk = true;
      try {
        return await this.#untilAnswered((again) => this.#commit(state, body, again));
      } finally {
        this.#inChunk = false;
      }
    });
  }

  async #write(withMark: boolean): Promise<void> {
    const { run, ledger, version } = this.#input;
    await this.#untilAnswered(async () => {
      const { work, written } = ledger.pending();
      const mark = withMark ? { mark: ledger.checkpoint(), version } : undefined;
      await writeProgress(run, work, mark);
      written();
    });
    this.#input.onWritten();
  }

  /** The body may run again when the database went away: what it noted is taken back first. */
  async #commit<T>(state: unknown, body: (tx: Tx) => Promise<T>, again: Again<T>): Promise<T> {
    const { run, ledger, version } = this.#input;
    if (again.last && (await wasWritten(run, again.last.chunk))) {
      again.last.written();
      return again.last.answer as T;
    }
    again.last = undefined;
    let answer: T | undefined;
    const result = await writeChunk(
      run,
      async (tx) => {
        // Also after a deadlock, which is tried again further down.
        if (again.before) ledger.reset(again.before);
        again.before ??= ledger.mark();
        return (answer = await body(tx));
      },
      () => {
        const { work, written } = ledger.pending();
        const mark = ledger.checkpoint({ state });
        again.last = { chunk: mark.chunk, written, answer };
        return { work, checkpoint: { mark, version } };
      },
    );
    (again as Again<T>).last?.written();
    this.#input.onWritten();
    return result;
  }

  async #untilAnswered<T>(write: (again: Again<T>) => Promise<T>): Promise<T> {
    const again: Again<T> = {};
    for (;;) {
      await this.#held?.promise;
      try {
        return await write(again);
      } catch (error) {
        if (error instanceof ClaimLost) this.#input.onClaimLost();
        if (!isPassing(error)) throw error;
        if (!again.hasWaited) this.#input.onWaiting(whyItWaits(error));
        again.hasWaited = true;
        await sleep(RETRY_MS);
      }
    }
  }

  #one<T>(write: () => Promise<T>): Promise<T> {
    const next = this.#queue.then(write, write);
    this.#queue = next.catch(() => undefined);
    return next;
  }
}

/** Away, or out of room: nothing was written, and it is a matter of waiting. */
const isPassing = (error: unknown) => isRefusal(error, "unavailable") || isFull(error);

const isFull = (error: unknown) => sqlState(error)?.startsWith("53") ?? false;

const whyItWaits = (error: unknown) =>
  isFull(error)
    ? "The database has no room left; the job waits until it has."
    : "The database does not answer; the job waits until it does.";

type Again<T> = {
  hasWaited?: boolean;
  last?: { chunk: number; written: () => void; answer: T | undefined };
  before?: ReturnType<Ledger["mark"]>;
};
