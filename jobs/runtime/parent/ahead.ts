import type { ClaimedRun } from "#lib/runs/claim.ts";
import { handOverRun } from "#lib/runs/hand-over.ts";
import type { StopReason } from "../messages.ts";
import { persist } from "./persist.ts";

type Waiting = { run: ClaimedRun; sinceMs: number; stop?: StopReason };

/** Whoever was taken ahead and has found no place by then goes back to the queue, where another worker may be free. */
const PATIENCE_MS = 2_000;
const LOOK_MS = 250;

/** Runs that are claimed and wait for a free process: small ones, which are taken many at a time. */
export class Ahead {
  #waiting: Waiting[] = [];
  readonly #leaving = new Set<ClaimedRun>();
  #timer: NodeJS.Timeout | undefined;

  get count(): number {
    return this.#waiting.length;
  }

  /** Also those that are being given back. */
  get runs(): ClaimedRun[] {
    return [...this.#waiting.map(({ run }) => run), ...this.#leaving];
  }

  add(runs: ClaimedRun[]): void {
    for (const run of runs) this.#waiting.push({ run, sinceMs: performance.now() });
    this.#timer ??= setInterval(() => this.#look(), LOOK_MS);
  }

  /** The next one, with what was asked of it while it waited. */
  next(): { run: ClaimedRun; stop?: StopReason } | undefined {
    return this.#waiting.shift();
  }

  /** A stop is obeyed when its turn comes, which is soon. A lost claim is somebody else's. */
  stop(runId: number, reason: StopReason): void {
    if (reason === "claim-lost")
      this.#waiting = this.#waiting.filter(({ run }) => run.id !== runId);
    for (const waiting of this.#waiting) if (waiting.run.id === runId) waiting.stop = reason;
  }

  giveBackAll(): void {
    clearInterval(this.#timer);
    const why = "shuts down";
    for (const { run } of this.#waiting.splice(0)) void this.#giveBack(run, why);
  }

  #look(): void {
    const since = performance.now() - PATIENCE_MS;
    while (this.#waiting[0] && this.#waiting[0].sinceMs < since)
      void this.#giveBack((this.#waiting.shift() as Waiting).run, "has no free place for it");
    if (this.#waiting.length > 0) return;
    clearInterval(this.#timer);
    this.#timer = undefined;
  }

  async #giveBack(run: ClaimedRun, why: string): Promise<void> {
    this.#leaving.add(run);
    await persist(run.id, () => handOverRun(run, run.workerName, why));
    this.#leaving.delete(run);
  }
}
