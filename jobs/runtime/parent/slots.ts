import { setTimeout as sleep } from "node:timers/promises";
import { claimRuns, type ClaimedRun } from "#lib/runs/claim.ts";
import { log } from "#lib/platform/log.ts";
import { isRefusal } from "#lib/text/refusal.ts";
import type { WorkerIdentity } from "#lib/workers/register.ts";
import type { StopReason } from "../messages.ts";
import { Ahead } from "./ahead.ts";
import type { Announcer } from "./announcer.ts";
import type { Child } from "./child-process.ts";
import { Modesty } from "./modesty.ts";
import { Pace } from "./pace.ts";
import type { Pool } from "./pool.ts";
import { Running } from "./running.ts";

export type SlotsInput = {
  worker: WorkerIdentity;
  pool: Pool;
  slots: number;
  graceSeconds: number;
  memoryMb: number;
  announcer: Announcer;
};

/** A claim behind a backlog waits so long at most for more places. */
const GATHER_MS = 15;

/** Takes runs as long as there are free places, and keeps them until they are over. */
export class Slots {
  readonly #input: SlotsInput;
  readonly #pool: Pool;
  readonly #running = new Map<Child, Running>();
  readonly #concluding = new Set<Running>();
  readonly #ahead = new Ahead();
  readonly #pace = new Pace();
  readonly #modesty = new Modesty();
  /** What the last claim brought, behind which there were more. */
  #backlog: ReadonlySet<string> = new Set();
  #isBehind = false;
  readonly #ready = Promise.withResolvers<void>();
  #isOpen = true;
  #isHeld = false;
  #isPumping = false;
  #again = false;

  constructor(input: SlotsInput) {
    this.#input = input;
    this.#pool = input.pool;
    this.#pool.onFree = () => this.#hasFree();
    // Some may be ready already.
    if (this.#pool.freeCount > 0) this.#hasFree();
  }

  /** Resolves when the first process waits for a run. */
  get ready(): Promise<void> {
    return this.#ready.promise;
  }

  get busyCount(): number {
    return this.#running.size;
  }

  /** Runs that are this worker's own: also those whose process has finished and whose end is not written yet. */
  get held(): ClaimedRun[] {
    return [...this.#ahead.runs, ...[...this.#concluding].map(({ run }) => run)];
  }

  /** Whether the last claim found as much as it asked for: more waits. */
  get isBehind(): boolean {
    return this.#isBehind;
  }

  /** There may be work, or a place for it. Never two askings at a time; a call during one leads to another. */
  wake(): void {
    this.#fill();
    this.#again = true;
    if (!this.#isPumping) void this.#pump();
  }

  stop(runId: number, reason: StopReason): void {
    for (const running of this.#running.values())
      if (running.run.id === runId) running.stop(reason);
    this.#ahead.stop(runId, reason);
  }

  stopAll(reason: StopReason): void {
    this.#ahead.giveBackAll();
    for (const running of this.#running.values()) running.stop(reason);
  }

  listen(): void {
    for (const running of this.#running.values()) running.listen();
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
  memory(): Promise<number> {
    return this.#pool.weigh((child) => this.#running.has(child));
  }

  #hasFree(): void {
    this.#ready.resolve();
    this.wake();
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
    return this.#isOpen && !this.#isHeld && this.#places > 0;
  }

  /** Free processes, and how many small runs are worth taking ahead of one. Those are taken in strokes. */
  get #places(): number {
    const ahead = this.#pace.aheadOf(this.#backlog, this.#input.slots);
    if (this.#ahead.count * 2 > ahead) return 0;
    return this.#pool.freeCount + ahead - this.#ahead.count;
  }

  async #take(): Promise<void> {
    await this.#modesty.wait();
    const places = this.#places;
    if (!this.#mayTake) return;
    const { worker, announcer } = this.#input;
    const { messageCount, runs, parked, unknownCount } = await claimRuns(worker, places);
    this.#modesty.note(unknownCount);
    this.#isBehind = messageCount === places;
    this.#backlog = new Set(this.#isBehind ? runs.map((run) => run.jobType) : []);
    this.#ahead.add(runs);
    // The door was closed while the answer was under way.
    if (!this.#isOpen) return this.#ahead.giveBackAll();
    this.#fill();
    announcer.touch(...parked);
    if (messageCount > 0) this.#again = true;
    if (this.#isBehind && this.#ahead.count === 0) await this.#gather();
  }

  /** Gives those who wait to whoever is free. */
  #fill(): void {
    while (!this.#isHeld && this.#ahead.count > 0) {
      const child = this.#pool.take();
      if (!child) return;
      const { run, stop } = this.#ahead.next() as NonNullable<ReturnType<Ahead["next"]>>;
      this.#begin(run, child, stop);
    }
  }

  /** Behind a backlog of short runs the next places are free in a moment: taking several at once costs hardly more than one. */
  async #gather(): Promise<void> {
    const untilMs = performance.now() + GATHER_MS;
    while (this.#pool.freeCount < this.#input.slots / 2 && performance.now() < untilMs)
      await sleep(1);
  }

  #begin(run: ClaimedRun, child: Child, stop?: StopReason): void {
    const { graceSeconds, memoryMb, announcer } = this.#input;
    const running: Running = new Running({
      run,
      child,
      graceSeconds,
      memoryMb,
      announce: (runId) => announcer.touch(runId),
      freed: (freed, tookMs) => {
        // By the process' own clock: how late we hear of it says nothing about the job.
        if (tookMs !== "dead") this.#pace.note(run.jobType, tookMs);
        this.#freed(freed, tookMs === "dead");
      },
      over: () => this.#concluding.delete(running),
    });
    this.#running.set(child, running);
    this.#concluding.add(running);
    if (stop) running.stop(stop);
  }

  #freed(child: Child, isDead: boolean): void {
    this.#running.delete(child);
    if (isDead) return this.#pool.replace(child);
    this.#pool.giveBack(child);
  }
}
