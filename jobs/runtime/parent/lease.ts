import { log } from "#lib/platform/log.ts";
import { beat, type Beat } from "#lib/workers/beat.ts";
import type { WorkerIdentity } from "#lib/workers/register.ts";

export type LeaseInput = {
  worker: WorkerIdentity;
  everyMs: number;
  /** Without renewal for so long nothing is written any more. */
  outAfterMs: number;
  facts: () => Beat;
  /** True: the lease is out by our own clock; false: it was renewed after all. */
  onHold: (held: boolean) => void;
  /** We were declared lost, or our row is gone. */
  onLost: () => void;
};

const CHECK_MS = 100;

/** Renews this worker's lease, and notices by the monotonic clock of its own when that does not succeed. */
export class Lease {
  readonly #input: LeaseInput;
  #renewedMs = performance.now();
  #isHeld = false;
  #isBeating = false;
  #isOver = false;
  #timers: NodeJS.Timeout[] = [];

  constructor(input: LeaseInput) {
    this.#input = input;
    this.#timers.push(setInterval(() => void this.#beat(), input.everyMs));
    this.#timers.push(setInterval(() => this.#check(), CHECK_MS));
  }

  /** Before it is: what the check finds late it must not find too late. */
  get isOut(): boolean {
    return performance.now() - this.#renewedMs > this.#input.outAfterMs - 2 * CHECK_MS;
  }

  /** Also of a beat that is under way: it may find that the worker has said good-bye. */
  end(): void {
    this.#isOver = true;
    for (const timer of this.#timers) clearInterval(timer);
  }

  /** The lease counts from when the question was sent, not from when its answer came. */
  async #beat(): Promise<void> {
    if (this.#isBeating) return;
    this.#isBeating = true;
    const sentMs = performance.now();
    try {
      const isRenewed = await beat(this.#input.worker, this.#input.facts());
      if (!isRenewed && !this.#isOver) return this.#input.onLost();
      this.#renewedMs = sentMs;
    } catch (error) {
      log.warn({ error: String(error) }, "the lease could not be renewed");
    } finally {
      this.#isBeating = false;
    }
    this.#check();
  }

  #check(): void {
    if (this.isOut === this.#isHeld) return;
    this.#isHeld = this.isOut;
    log.warn(
      this.#isHeld
        ? "the lease is out; nothing is written until it is renewed"
        : "the lease is renewed",
    );
    this.#input.onHold(this.#isHeld);
  }
}
