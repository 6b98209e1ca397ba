import { setTimeout as sleep } from "node:timers/promises";

/** One request of a load: when it was sent and answered (ms, monotonic), and with what. */
export type Sent = { kind: string; sentMs: number; endMs: number; status: number; runId?: number };

export type Request = () => Promise<Pick<Sent, "kind" | "status" | "runId">>;

/** Requests at a steady rate, whether or not earlier ones were answered. */
export class Load {
  readonly sent: Sent[] = [];
  readonly #open = new Set<Promise<void>>();
  #isOver = false;

  constructor(perSecond: number, next: (count: number) => { kind: string; send: Request }) {
    void this.#go(perSecond, next);
  }

  /** Sends no more, and waits for the answers. */
  async end(): Promise<Sent[]> {
    this.#isOver = true;
    await Promise.all(this.#open);
    return this.sent;
  }

  async #go(perSecond: number, next: (count: number) => { kind: string; send: Request }) {
    const beganMs = performance.now();
    for (let count = 0; !this.#isOver; count += 1) {
      await sleep(Math.max(0, beganMs + (count * 1000) / perSecond - performance.now()));
      const one = this.#send(next(count));
      this.#open.add(one);
      void one.finally(() => this.#open.delete(one));
    }
  }

  async #send({ kind, send }: { kind: string; send: Request }): Promise<void> {
    const sentMs = performance.now();
    const answer = await send().catch(() => ({ kind, status: 0 }));
    this.sent.push({ ...answer, sentMs, endMs: performance.now() });
  }
}
