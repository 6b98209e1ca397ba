import { setTimeout as sleep } from "node:timers/promises";
import { claimRuns, type ClaimedRun } from "#lib/runs/claim.ts";
import { log } from "#lib/platform/log.ts";
import { isRefusal } from "#lib/text/refusal.ts";
import type { WorkerIdentity } from "#lib/workers/register.ts";
import type { StopReason } from "../messages.ts";
import type { Announcer } from "./announcer.ts";
import type { Child, ChildInput } from "./child-process.ts";
import { Pool } from "./pool.ts";
import { Running } from "./running.ts";

export type SlotsInput = ChildInput & {
  worker: WorkerIdentity;
  slots: number;
  graceSeconds: number;
  announcer: Announcer;
};

/** A claim behind a backlog waits so long at most for more places. */
const GATHER_MS = 15;
/** Above this share of its memory a child is replaced after its run. */
const WORN_SHARE = 0.6;

/** Takes runs as long as there are free places, and keeps them until they are over. */
export class Slots {
  readonly #input: SlotsInput;
  readonly #pool: Pool;
  readonly #running = new Map<Child, Running>();
  readonly #concluding = new Set<Running>();
  #isOpen = true;
  #isHeld = false;
  #isPumping = false;
  #again = false;

  constructor(input: SlotsInput) {
    this.#input = input;
    this.#pool = new Pool(input, input.slots, () => this.wake());
  }

  get busyCount(): number {
    return this.#running.size;
  }

  /** Runs whose end is not written yet, also those whose process has finished. */
  get held(): Running[] {
    return [...this.#concluding];
  }

  /** There may be work, or a place for it. Never two askings at a time; a call during one leads to another. */
  wake(): void {
    this.#again = true;
    if (!this.#isPumping) void this.#pump();
  }

  stop(runId: number, reason: StopReason): void {
    for (const running of this.#running.values())
      if (running.run.id === runId) running.stop(reason);
  }

  stopAll(reason: StopReason): void {
    for (const running of this.#running.values()) running.stop(reason);
  }

  hastenAll(): void {
    for (const running of this.#running.values()) running.hasten();
  }

  /** No claims and no writes while the lease is out. */
  hold(held: boolean): void {
    this.#isHeld = held;
    for (const running of this.#running.values()) running.hold(held);
    if (!held) this.wake();
  }

  /** Takes nothing more; what runs goes on. */
  closeDoor(): void {
    this.#isOpen = false;
  }

  close(): void {
    this.closeDoor();
    this.#pool.close();
  }

  /** Of all children, in bytes. One that holds more than a handler may is ended. */
  async memory(): Promise<number> {
    let sum = 0;
    for (const child of this.#pool.all) sum += await this.#weigh(child);
    return sum;
  }

  async #weigh(child: Child): Promise<number> {
    const bytes = await child.memoryBytes();
    const isTooMuch = bytes > this.#input.memoryMb * 1024 * 1024;
    if (isTooMuch && this.#running.has(child)) child.exceed();
    return bytes;
  }

  async #pump(): Promise<void> {
    this.#isPumping = true;
    try {
      while (this.#again && this.#mayTake) {
        this.#again = false;
        await this.#take();
      }
    } catch (error) {
      if (!isRefusal(error, "unavailable")) log.error({ error: String(error) }, "claiming failed");
    }
    this.#isPumping = false;
  }

  get #mayTake(): boolean {
    return this.#isOpen && !this.#isHeld && this.#pool.freeCount > 0;
  }

  async #take(): Promise<void> {
    const places = this.#pool.freeCount;
    const { messageCount, runs, parked } = await claimRuns(this.#input.worker, places);
    for (const run of runs) this.#begin(run);
    this.#input.announcer.touch(...parked);
    if (messageCount > 0) this.#again = true;
    if (messageCount === places) await this.#gather();
  }

  /** Behind a backlog of short runs the next places are free in a moment: taking several at once costs hardly more than one. */
  async #gather(): Promise<void> {
    const untilMs = performance.now() + GATHER_MS;
    while (this.#pool.freeCount < this.#input.slots / 2 && performance.now() < untilMs)
      await sleep(1);
  }

  #begin(run: ClaimedRun): void {
    const child = this.#pool.take();
    // It died between the question and the answer: the run waits for its successor.
    if (!child) return void setTimeout(() => this.#begin(run), 50);
    const { graceSeconds, memoryMb, announcer } = this.#input;
    const running: Running = new Running({
      run,
      child,
      graceSeconds,
      memoryMb,
      announce: (runId) => announcer.touch(runId),
      freed: (freed, isDead) => void this.#freed(freed, isDead),
      over: () => this.#concluding.delete(running),
    });
    this.#running.set(child, running);
    this.#concluding.add(running);
    // The door was closed while the answer was under way.
    if (!this.#isOpen) running.stop("hand-over");
  }

  async #freed(child: Child, isDead: boolean): Promise<void> {
    this.#running.delete(child);
    if (isDead) return this.#pool.replace(child);
    const bytes = await child.memoryBytes();
    this.#pool.giveBack(child, bytes > this.#input.memoryMb * 1024 * 1024 * WORN_SHARE);
  }
}
